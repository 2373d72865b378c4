import { MAX_NOTE_TITLE_LENGTH, type NoteBody } from '@lectern/contracts';
import { blockWords, lineWords, noteFromMarkdown, saysSomething } from '@lectern/rich-text/notes';
import { readHtml } from '../../note-editor/read-html.ts';

/** What a file says, as a note. */
export interface NoteFile {
  readonly name: string;
  /** From its first heading, or else from its name. */
  readonly title: string;
  readonly body: NoteBody;
  /** Pictures that it shows: notes have none. */
  readonly pictures: number;
}

/** Why a file is no note: `kind`: its name ends otherwise; `text`: its bytes are no text; `empty`: it says nothing. */
export type NoteFileFault = 'kind' | 'too-large' | 'text' | 'empty';

/** Bytes of a file: HTML of a word processor writes 40 characters for each of its words. */
const MAX_FILE_BYTES = 8_000_000;
/** Characters of what it says: a long chapter, which goes to the others as one change. */
const MAX_WORDS = 200_000;

/** Reads Markdown or a web page, by how the name of the file ends. Nothing of it is run, and nothing is loaded for it. */
export async function readNoteFile(file: File): Promise<NoteFile | NoteFileFault> {
  const kind = /\.(?:(md|markdown|txt)|(html?))$/i.exec(file.name);
  if (kind === null) return 'kind';
  if (file.size > MAX_FILE_BYTES) return 'too-large';
  const text = decode(new Uint8Array(await file.arrayBuffer()));
  if (text === null) return 'text';
  const isPage = kind[2] !== undefined;
  const whole = isPage ? readHtml(raisedPage(text)) : noteFromMarkdown(raisedMarkdown(text));
  if (whole === null || !saysSomething(whole)) return 'empty';
  if (whole.blocks.reduce((sum, block) => sum + blockWords(block).length, 0) > MAX_WORDS) return 'too-large';
  const pictures = text.match(isPage ? /<img\b/gi : /!\[[^\]\n]*\]\([^)\n]*\)/g)?.length ?? 0;
  return { name: file.name, pictures, ...titled(whole, file.name) };
}

/** UTF-8, or UTF-16 that says so at its beginning; null for anything else. */
function decode(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

/** A heading of the first level at the very beginning is the title, and not said twice. */
function titled(body: NoteBody, name: string): Pick<NoteFile, 'title' | 'body'> {
  const [first, ...rest] = body.blocks;
  const heading = first?.t === 'h' && first.level === 1 ? oneLine(lineWords(first.c)) : '';
  if (heading !== '') return { title: heading, body: { blocks: rest } };
  return { title: oneLine(name.replace(/\.[^.]+$/, '').replaceAll('_', ' ')), body };
}

/**
 * Where one heading alone is of the first level it is the title, and the others are as far below it as those of a note
 * are below its own: they are raised, as they were lowered when a note was saved.
 */
function raisedPage(html: string): string {
  if (html.match(/<h1\b/gi)?.length !== 1) return html;
  return html.replaceAll(
    /<(\/?)h([2-6])\b/gi,
    (_, close: string, level: string) => `<${close}h${Number(level) - 1}`,
  );
}

function raisedMarkdown(markdown: string): string {
  const lines = markdown.split('\n');
  let fence: string | null = null;
  const isText = lines.map((line) => {
    const mark = /^ {0,3}(```|~~~)/.exec(line)?.[1] ?? null;
    const isInside = fence !== null || mark !== null;
    if (fence === null) fence = mark;
    else if (mark === fence) fence = null;
    return !isInside;
  });
  if (lines.filter((line, at) => isText[at] && /^ {0,3}#\s/.test(line)).length !== 1) return markdown;
  return lines.map((line, at) => (isText[at] ? line.replace(/^( {0,3})#(#+\s)/, '$1$2') : line)).join('\n');
}

const oneLine = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_NOTE_TITLE_LENGTH).trim();
