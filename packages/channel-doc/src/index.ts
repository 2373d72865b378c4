/**
 * Channel-doc: the layout of Lectern's documents, the rules by which ops become messages, and how both are read.
 * Pure: no I/O, no clock, no chance. The rules have ids in SPEC.md.
 */
export { type Bounds, documentBounds, liveContentBytes, needsNewLife, rebased } from './bounds.ts';
export {
  type ChannelState,
  observeRecords,
  readChannel,
  readEpochs,
  readFloor,
  readMeta,
} from './channel-reader.ts';
export { raiseFloor, writeEpochs, writeMeta, writePins, writeRecords } from './channel-writer.ts';
export { type CourseProjection, projectCourse, readCourse } from './course-doc.ts';
export {
  addNotices,
  addOutcomes,
  type InboxProjection,
  observeOutcomes,
  projectInbox,
  readInbox,
  readOutcomes,
} from './inbox-doc.ts';
export {
  type ActorFacts,
  type ChannelFacts,
  type Effect,
  type JudgeFacts,
  judge,
  type Verdict,
} from './judge.ts';
export { type ChannelMeta, documentRoots, type EpochStart, RING_LENGTH, TAIL_LENGTH } from './layout.ts';
export { blockOfAnchor } from './note/anchor-block.ts';
export { changeFault, noteFault } from './note/note-fault.ts';
export {
  lexicalFormats,
  NOTE_ROOT,
  type NoteContent,
  type NoteElementRule,
  noteContents,
  noteElements,
  noteFormats,
  noteRootRule,
} from './note/note-layout.ts';
export { NoteReader } from './note/note-reader.ts';
export { noteClocks, readWrittenNote, type WrittenNote } from './note/note-runs.ts';
export {
  isSeedClient,
  seedOf,
} from './note/note-seed.ts';
export { blockIdOf, noteRoot, readNote } from './note/read-note.ts';
export { writeNote } from './note/write-note.ts';
export { observeNotes, readNotes, writeNotes } from './note-list.ts';
export { recordOf } from './record.ts';
// Pages need the reducer alone, without documents: they import it from `@lectern/channel-doc/reduce`.
export {
  type MessageEffect,
  otherEnds,
  reduceMessage,
  type Stamp,
} from './reduce.ts';
export { endsOf } from './reduce-marks.ts';
export { type NoteEffect, noteEffectOf, reduceNotes } from './reduce-notes.ts';
export { sameValue } from './same-value.ts';
export {
  type Reminding,
  readSaved,
  type SavedPlace,
  type SavedText,
  setReminded,
  setSaved,
} from './saved-doc.ts';
export { repliesOf, threadingOf, withReply } from './threads.ts';
export {
  addOps,
  observeOutbox,
  type ReadPosition,
  readDrafts,
  readNoticesRead,
  readOutbox,
  readPositions,
  readSettings,
  setDraft,
  setNoticesRead,
  setRead,
  setSetting,
  takeOps,
} from './user-doc.ts';
