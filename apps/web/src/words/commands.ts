/** Words of the commands that are typed in the composer. Part of the catalogue in `words.ts`. */
export const commandWords = {
  list: 'Commands',
  hints: {
    mute: 'Mute this channel; with “hour” or “tomorrow” until then',
    unmute: 'Hear of this channel again',
    topic: 'Say what belongs in this channel',
    invite: 'Add people; with a @handle at once',
    remind: 'Remind me, such as “20m” or “friday 14:30”, of words behind it or of this place',
    read: 'Mark everything as read',
    search: 'Search in this channel',
  },
  unknown: (name: string) => `There is no command /${name}. Put a space before the slash to send it as text.`,
  notAllowed: (name: string) => `Your role does not allow /${name} here.`,
  badTopic: (most: number) => `A topic is one line of at most ${most} characters that can be seen.`,
  noSuchPerson: (handle: string) => `Nobody in this course is called ${handle}.`,
  muteUsage: 'Write /mute, /mute hour or /mute tomorrow.',
  topicSet: 'The topic is changed.',
  invited: (name: string) => `${name} is added.`,
  muted: 'This channel is muted.',
  unmuted: 'This channel is no longer muted.',
} as const;

export type CommandName = keyof typeof commandWords.hints;
export const commandNames = Object.keys(commandWords.hints) as CommandName[];
