import type { ChannelRole, ChannelType, CourseRole, PresenceState } from '@lectern/contracts';
import type { ConnectionState, PortErrorCode } from '@lectern/sync-client';
import { list, number, plural, time, when } from './format.ts';

/**
 * Every word on screen. Plain, calm, no blame: what happened, what is safe, what happens next.
 * A string is a constant; what needs a value is a function.
 */
export const words = {
  app: { name: 'Lectern', tagline: 'A course chat that works with the Wi\u2011Fi down.' },

  common: {
    cancel: 'Cancel',
    undo: 'Undo',
    close: 'Close',
    save: 'Save',
    copy: 'Copy',
    copied: 'Copied',
    discard: 'Discard',
    edit: 'Edit',
    back: 'Back',
    more: 'More',
    retry: 'Try again',
    open: 'Open',
    loading: 'Loading',
    optional: 'optional',
    you: 'you',
    unknownPerson: 'Someone',
    offlineAction: 'This needs a connection. Try again when you are connected.',
    copyFailed: 'The browser did not allow copying. Select the text and copy it.',
  },

  roles: {
    course: { student: 'Student', tutor: 'Tutor', lecturer: 'Lecturer', admin: 'Admin' } satisfies Record<
      CourseRole,
      string
    >,
    channel: { member: 'Member', moderator: 'Moderator', admin: 'Admin' } satisfies Record<
      ChannelRole,
      string
    >,
  },

  presence: {
    online: 'Online',
    away: 'Away',
    busy: 'Busy',
    offline: 'Offline',
  } satisfies Record<PresenceState, string>,

  rung: {
    device: 'Saved on this device. Will be sent when you are connected.',
    sending: 'Sending.',
    server: (at: number) => `Sent ${time(at)}. Stored on the server.`,
    notSaved: 'Not yet saved on this device.',
    editDevice: 'Your edit is saved on this device. It will be sent when you are connected.',
    editSending: 'Sending your edit.',
    deleteDevice: 'Deleted here. The others see it when you are connected.',
    deleteSending: 'Deleting.',
    reactDevice: 'Your reaction is saved on this device. It will be sent when you are connected.',
    reactSending: 'Sending your reaction.',
    markDevice: 'Saved on this device. The others see it when you are connected.',
    markSending: 'Sending your change.',
  },

  port: {
    'storage-full':
      'This device has no space left, so this could not be saved. Free some space, then try again.',
    'storage-unavailable':
      'This browser does not let Lectern keep data. You can write while you are connected.',
    'too-large': 'This is too long to send. Shorten it or send it in parts.',
    'no-session': 'You are signed out on this device. Sign in again; your text stays here.',
    stopped: 'This tab belongs to an older version. Reload it to go on; your text stays here.',
    internal: 'Something went wrong on this device. Your text stays here; try again.',
  } satisfies Record<PortErrorCode, string>,

  connection: {
    offline: (at: number, now: number) =>
      `Offline. Everything up to ${when(at, now)} is here; what you write will be sent later.`,
    offlineNothing: 'Offline. What you write will be sent when you are connected.',
    offlineShort: (at: number, now: number) => `Offline. Everything up to ${when(at, now)} is here.`,
    offlineNothingShort: 'Offline. What you write is sent later.',
    serverDownShort: 'The server cannot be reached. Nothing is lost.',
    slow: (waiting: number) =>
      waiting > 0
        ? `Slow connection. ${plural(waiting, { one: '# thing waiting.', other: '# things waiting.' })}`
        : 'Slow connection.',
    back: 'Back online. Everything is sent.',
    backSending: (waiting: number) =>
      `Back online. ${plural(waiting, { one: 'Sending # thing.', other: 'Sending # things.' })}`,
    backRefused: (refused: number) =>
      `Back online. ${plural(refused, { one: '# thing was not sent.', other: '# things were not sent.' })}`,
    serverDown: 'The server cannot be reached. Your work is safe on this device.',
    /** What is said of being cut off before what is the matter with the storage. */
    cut: {
      offline: 'Offline.',
      'server-down': 'The server cannot be reached.',
      outdated: 'Lectern was updated.',
      ahead: 'The server runs an older Lectern.',
    } as { readonly [state in ConnectionState]?: string },
    outdated: 'Lectern was updated. Reload to go on; all that you wrote is kept.',
    ahead: 'The server runs an older Lectern. What you write is kept here and sent later.',
    insecure: 'Offline use needs a secure address (https). Lectern works here while you are connected.',
  },

  storage: {
    notKept: 'This browser does not let Lectern keep data. You can read and write while you are connected.',
    full: 'This device has no space left. Nothing new can be kept here until some is free.',
  },

  update: {
    ready: 'Update ready',
    detail: 'Reload when it suits you.',
  },

  sidebar: {
    label: 'Courses and channels',
    search: 'Search',
    notifications: 'Notifications',
    saved: 'Saved',
    people: 'People',
    home: 'Course home',
    settings: 'Settings',
    browse: 'Browse channels',
    expand: 'Show all channels',
    muted: 'muted',
    markAllRead: 'Mark all as read',
    allRead: 'All messages are marked as read',
    nothingNew: 'Nothing is unread',
    courseMenu: (course: string) => `Menu of ${course}`,
    invite: 'Invite people',
    renameCourse: 'Rename course',
    newCourse: 'Create course',
    unread: (n: number) => plural(n, { one: '# unread', other: '# unread' }),
    mentions: (n: number) => plural(n, { one: '# mention of you', other: '# mentions of you' }),
    notices: (n: number) => plural(n, { one: '# new', other: '# new' }),
    waiting: (n: number) => plural(n, { one: '# waiting to be sent', other: '# waiting to be sent' }),
    none: 'No channels yet.',
    noCourses: 'You are in no course yet',
    pending: (n: number) =>
      plural(n, { one: '# thing not yet on the server', other: '# things not yet on the server' }),
    refused: (n: number) => plural(n, { one: '# thing was not sent', other: '# things were not sent' }),
  },

  channel: {
    typeHints: {
      public: 'Everyone in the course can read and write.',
      private: 'Only people who are invited can see it.',
      announcement: 'Everyone can read. Lecturers, tutors and admins write.',
    } satisfies Record<ChannelType, string>,
    create: 'Create channel',
    archived: 'This channel is archived. It can be read, not written in.',
    join: 'Join',
    info: 'Channel details',
    hideInfo: 'Hide details',
    members: 'Members',
    people: (n: number) => plural(n, { one: '# person', other: '# people' }),
    notFound: 'This channel is not here',
    notFoundLead: 'It may be private, or you may have left it.',
    search: 'Search in this channel',
  },

  messages: {
    listLabel: (channel: string) => `Messages in ${channel}`,
    beginning: (channel: string) => `This is the beginning of #${channel}`,
    emptyLead: 'Say hello, or ask the first question.',
    emptyReadOnly: 'Nothing has been posted here yet.',
    unreadLine: (n: number) => plural(n, { one: '# new message', other: '# new messages' }),
    jumpLatest: 'Jump to latest',
    jumpNew: (n: number) => plural(n, { one: '# new message', other: '# new messages' }),
    deleted: 'Message deleted',
    edited: 'edited',
    editedAt: (at: string) => `Edited ${at}`,
    codeBlock: (language: string | null) => (language ? `Code, ${language}` : 'Code'),
    copyCode: 'Copy code',
    badFormula: (fault: string) => (fault ? `LaTeX: ${fault}` : 'This formula cannot be drawn.'),
    newer: 'This part was written with a newer version. Reload to read it.',
    sealed: 'This message was written with a newer version. Reload to read it.',
    actions: (author: string) => `Actions for the message of ${author}`,
    pinnedBy: (name: string) => `Pinned by ${name}`,
    saved: 'Saved for later',
    question: 'Question',
    answered: 'Answered',
    toAnswer: 'Answered. Go to the answer',
    acceptedAnswer: 'Accepted answer',
    toQuestion: 'Accepted answer. Go to the question',
    endorsedBy: (name: string) => `Endorsed by ${name}`,
    versions: 'Earlier versions',
    reply: 'Reply',
    replyingTo: (name: string) => `Replying to ${name}`,
    cancelReply: 'Do not reply',
    quoteAway: 'An earlier message',
    aboutNote: 'About a passage of a note:',
    react: 'Add reaction',
    reactions: 'Reactions',
    /** What a reaction says when it is asked: who, and with what. */
    reacted: (names: readonly string[], emoji: string) => `${list(names)} reacted with ${emoji}`,
    others: (n: number) => plural(n, { one: '# other', other: '# others' }),
    you: 'You',
    edit: 'Edit message',
    deleteTitle: 'Delete this message?',
    deleteLead: 'Its text is removed for everyone, on every device.',
    deleteConfirm: 'Delete',
    saveEdit: 'Save',
    editing: 'Editing. Esc to cancel, Enter to save.',
    editLabel: 'Edit message',
    loadingOlder: 'Loading older messages',
    needsConnection: 'Older messages are on the server. They appear when you are connected.',
    needsConnectionNewer: 'Newer messages are on the server. They appear when you are connected.',
    announced: (author: string, text: string) => `${author}: ${text}`,
    announcedMany: (n: number) => plural(n, { one: '# new message', other: '# new messages' }),
    jumpFrom: (day: string) => `${day}. Jump to date`,
  },

  threads: {
    open: 'Reply in thread',
    replies: (n: number) => plural(n, { one: '# reply', other: '# replies' }),
    fresh: (n: number) => plural(n, { one: '# new', other: '# new' }),
    last: (at: string) => `last ${at}`,
    repliedTo: 'replied to a thread',
  },

  typing: {
    some: (names: readonly string[]) =>
      names.length === 1
        ? `${names[0]} is typing`
        : names.length <= 3
          ? `${list(names)} are typing`
          : 'Several people are typing',
  },

  composer: {
    label: (channel: string) => `Message #${channel}`,
    send: 'Send',
    emojiList: 'Emoji',
    mentionList: 'People to mention',
    tooLong: (characters: number) =>
      `Too long to send by ${number(characters)} characters. Shorten it or send it in parts.`,
    room: (characters: number) =>
      characters < 0 ? `${number(-characters)} too long` : `${number(characters)} left`,
    saysNothing: 'There is nothing in it that anyone could see.',
    tooManyMentions: 'Too many people are mentioned in one message.',
    mayNotCall: (group: string) => `Only staff and moderators call @${group} here. Take it out to send this.`,
  },

  pending: {
    refused: 'Not sent',
  },

  notFound: {
    title: 'There is nothing at this address',
    lead: 'The link may be old, or mistyped.',
    home: 'Go to your channels',
  },
  crashed: {
    title: 'This page stopped working',
    lead: 'What you wrote is safe on this device. Reload to go on.',
    reload: 'Reload',
  },
} as const;
