/** How often each kind of fault and act really happened: a run that tried nothing proves nothing. */
export interface Tally {
  sends: number;
  edits: number;
  deletes: number;
  reactions: number;
  answers: number;
  replies: number;
  follows: number;
  marks: number;
  /** Answers that are accepted in the end. */
  accepted: number;
  lostAnswers: number;
  /** People who were told that a message names them, or a group of theirs, of replies and of reactions. */
  toldOfNames: number;
  toldOfCalls: number;
  toldOfReplies: number;
  toldOfReactions: number;
  /** Times that a further reaction made a notice anew. */
  toldAnew: number;
  noteOps: number;
  /** Notes that there are in the end, messages about them, and edits that the servers have said to be shown. */
  notes: number;
  aboutNotes: number;
  noteEdits: number;
  refused: number;
  cuts: number;
  blackHoles: number;
  deviceCrashes: number;
  serverCrashes: number;
  /** Servers that have died before a call to the database, and after one that was done, a commit among them. */
  diedBeforeCall: number;
  diedAfterCall: number;
  diedAfterCommit: number;
  brokenConnections: number;
  /** Clocks on walls that were set to another time. */
  deviceClocksJumped: number;
  serverClocksJumped: number;
  /** What the network has done to messages. */
  dropped: number;
  duplicated: number;
  overtaken: number;
  lostToCuts: number;
  swallowed: number;
  /** What instances have told each other and was heard. */
  betweenInstances: number;
  /** Ops, updates and openings that had to wait for a rate. */
  slowed: number;
}

export const emptyTally = (): Tally => ({
  sends: 0,
  edits: 0,
  deletes: 0,
  reactions: 0,
  answers: 0,
  replies: 0,
  follows: 0,
  marks: 0,
  accepted: 0,
  lostAnswers: 0,
  toldOfNames: 0,
  toldOfCalls: 0,
  toldOfReplies: 0,
  toldOfReactions: 0,
  toldAnew: 0,
  noteOps: 0,
  notes: 0,
  aboutNotes: 0,
  noteEdits: 0,
  refused: 0,
  cuts: 0,
  blackHoles: 0,
  deviceCrashes: 0,
  serverCrashes: 0,
  diedBeforeCall: 0,
  diedAfterCall: 0,
  diedAfterCommit: 0,
  brokenConnections: 0,
  deviceClocksJumped: 0,
  serverClocksJumped: 0,
  dropped: 0,
  duplicated: 0,
  overtaken: 0,
  lostToCuts: 0,
  swallowed: 0,
  betweenInstances: 0,
  slowed: 0,
});
