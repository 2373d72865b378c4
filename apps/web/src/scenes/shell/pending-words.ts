import { type NameOf, plainText } from '@lectern/rich-text';
import type { PendingOp } from '@lectern/sync-client';
import { refusedWords } from '../../words/refused.ts';

/** The words of an op that a person would miss; empty where there are none. */
export function textOf({ op }: PendingOp, nameOf: NameOf): string {
  switch (op.kind) {
    case 'send':
    case 'edit':
      return plainText(op.body, nameOf);
    case 'react':
      return op.emoji;
    case 'channel.create':
    case 'channel.describe':
      return [op.name, op.topic].filter(Boolean).join(' · ');
    default:
      return '';
  }
}

/** Why an op was refused, as a sentence. */
export function refusalOf({ op, reason = 'invalid', channelName }: PendingOp): string {
  switch (op.kind) {
    case 'send':
      return refusedWords.message(reason, channelName);
    case 'edit':
      return refusedWords.edit(reason, channelName);
    case 'delete':
      return refusedWords.delete(reason, channelName);
    case 'react':
      return refusedWords.react(reason, channelName);
    case 'channel.create':
      return refusedWords.change(reason, op.name);
    default:
      return refusedWords.change(reason, channelName);
  }
}
