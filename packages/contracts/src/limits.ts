/** Every limit that server and client share, each with its reason. */

const KIB = 1024;

/** A message body as JSON, in UTF-8 bytes. Long enough for a page of text with code, short enough for a phone. */
export const MAX_BODY_BYTES = 16 * KIB;

/** Characters of the address of a link: what browsers and servers agree on. */
export const MAX_LINK_LENGTH = 2_048;

/** The source of one formula, in UTF-8 bytes: half a page of LaTeX. 64 kB of it would draw as 10 MB of elements. */
export const MAX_MATH_BYTES = 2 * KIB;

/** How far an item of a list stands in, from 0: deeper ones have no room on a phone. */
export const MAX_LIST_DEPTH = 3;

/** One op as JSON, in UTF-8 bytes: four times the largest body, so that no honest op is ever refused for its frame. */
export const MAX_OP_BYTES = 64 * KIB;

/**
 * Unacknowledged ops that stand in a person's document at one time, in UTF-8 bytes of JSON. The rest waits in the
 * journal: a backlog of more than a megabyte in one frame is closed by the server for ever and blocks its socket.
 */
export const MAX_OUTBOX_BYTES = 256 * KIB;

/** One WebSocket frame. An honest frame is at most an outbox, its read positions and its settings. */
export const MAX_FRAME_BYTES = 1024 * KIB;

/** One Yjs update, below the frame limit by what the frame adds. */
export const MAX_UPDATE_BYTES = 768 * KIB;

/** Characters of a person's, course's or channel's name: fits every column and still names anything. */
export const MAX_NAME_LENGTH = 80;

/** Characters of a channel's topic: two lines on a phone. */
export const MAX_TOPIC_LENGTH = 250;

/** Characters of a handle, the word after `@`. */
export const MAX_HANDLE_LENGTH = 30;

/** People mentioned in one message; more is an announcement and has its own way. */
export const MAX_MENTIONS = 50;

/** Different emoji under one message: two lines on a phone. */
export const MAX_REACTION_KINDS = 20;

/** Reactions of one message in all. Every copy of the message names who reacted, 38 bytes each. */
export const MAX_REACTIONS = 1_000;

/** Followed threads that a person's devices are told of, the last ones; of others the server knows. */
export const MAX_FOLLOWED_THREADS = 200;

/** The last moment that a device's clock is believed to say: a date that every database and every browser can show. */
export const LAST_MOMENT = Date.UTC(9999, 11, 31);

/** Pins of one channel: a few screens. Each is copied whole into the channel's document, so that every device has it. */
export const MAX_PINS = 50;

/** Places of pins lie between this and its negative: halves of such numbers are still told apart. */
export const MAX_PIN_ORDER = 2 ** 31;

/** Open questions that are told at once: beyond these nobody reads the list to its end. */
export const MAX_OPEN_QUESTIONS = 100;

/** Earlier versions of a message that are shown: who edits more often is not read. All are kept. */
export const MAX_SHOWN_VERSIONS = 100;

/** Messages that a person has saved for later, over all channels: more is no list that anybody looks through. */
export const MAX_SAVED = 500;

/** Characters of a reminder's own text: a line of a list of things to do, no second place for notes. */
export const MAX_REMINDER_LENGTH = 300;

/** How far ahead a reminder may lie, in milliseconds: five years, longer than anybody studies one course. */
export const MAX_REMINDER_AHEAD_MS = 5 * 366 * 24 * 60 * 60_000;

/** Notes of one channel, archived ones included. Each stands as one line in the channel's document. */
export const MAX_NOTES = 100;

/** Characters of a note's title: one line on a laptop. */
export const MAX_NOTE_TITLE_LENGTH = 120;

/**
 * A note's document as Yjs keeps it, in bytes: with what was deleted and rewritten, room for 200 pages. One update of it
 * stays below the frame, as every other does.
 */
export const MAX_NOTE_BYTES = 8 * KIB * KIB;

/** Blocks of a note, rows of its tables and items of its lists together. */
export const MAX_NOTE_BLOCKS = 20_000;

/** How far a list's item of a note stands in. */
export const MAX_NOTE_INDENT = 6;

/** Elements inside of each other in a note's document: list in item in list, seven times, with a link at the end. */
export const MAX_NOTE_DEPTH = 24;

/** Characters of the passage that a question about a note quotes: a paragraph. */
export const MAX_ANCHOR_QUOTE_LENGTH = 500;

/** Characters of the name that somebody gives to a version of a note: a short line. */
export const MAX_VERSION_NAME_LENGTH = 80;

/** Characters of a passage that is erased from a note's versions: a word at least, for a letter stands everywhere. */
export const MIN_ERASED_LENGTH = 3;
/** A few sentences; what is longer is told by its beginning. */
export const MAX_ERASED_LENGTH = 1_000;

/** Versions of one note that are kept with a name, or were kept by somebody; such are never thinned out. */
export const MAX_KEPT_VERSIONS = 200;

/**
 * All versions of one note together, in bytes as text: thirty of the longest lecture notes, or a term of daily versions of
 * an ordinary one, and no more than eight times what the note's own document may have.
 */
export const MAX_NOTE_VERSIONS_BYTES = 64 * KIB * KIB;

/** Versions of one note that are told at once, the newest. */
export const MAX_LISTED_NOTE_VERSIONS = 300;

/** Questions about one note that are told at once, the newest: its margin holds no more. */
export const MAX_NOTE_QUESTIONS = 200;

/** Characters of a password; the upper limit keeps a hash from becoming a lever against the server. */
export const MIN_PASSWORD_LENGTH = 10;
export const MAX_PASSWORD_LENGTH = 128;

/** Messages of one page of history or search. */
export const PAGE_SIZE = 50;

/** Messages of one page of history at most: a device that fills its store asks for these, and writes them in 30 ms. */
export const MAX_PAGE_SIZE = 200;

/** Rows of one page of `changes since`: large enough for a week in one answer, small enough for a phone. */
export const CHANGES_PAGE_SIZE = 500;

/** Channels in which one person may be, and so documents on one socket. */
export const MAX_CHANNELS_PER_PERSON = 500;

/** Characters of a search query. */
export const MAX_QUERY_LENGTH = 400;

/** Quiet time after which the hub asks the server for a sign of life, in milliseconds. */
export const HEARTBEAT_MS = 2_000;

/** Time without a byte from the server after which a socket is dead, in milliseconds. */
export const DEAD_AFTER_MS = 4_500;

/** Time without a byte after which the page says that it is offline, in milliseconds. Promise: within 6 s. */
export const OFFLINE_AFTER_MS = 5_000;

/** Typing is told at most once in this time, and forgotten after three of it, in milliseconds. */
export const TYPING_EVERY_MS = 1_000;
export const TYPING_FORGOTTEN_MS = 3_500;

/** How long a socket ticket may wait to be used, in milliseconds. */
export const TICKET_LIFE_MS = 30_000;

/** How long an invite link works unless revoked, in days. */
export const INVITE_LIFE_DAYS = 30;

/**
 * Threads of which a person's document says how far they are read, on all devices. Channels are few, threads are not:
 * whoever comes back to an older one than that finds its replies new.
 */
export const MAX_THREADS_READ = 300;
