/** How often each kind of fault and act really happened in the worlds of hubs: a run that tried nothing proves nothing. */
export const emptyHubTally = () => ({
  sends: 0,
  edits: 0,
  deletes: 0,
  reactions: 0,
  markedRead: 0,
  /** Ops that were shown to be on the device, on their way, and on the server. */
  shownOnDevice: 0,
  shownSending: 0,
  shownOnServer: 0,
  /** Channels of which something was unread in the end, and mentions among it. */
  unread: 0,
  mentions: 0,
  blackHoles: 0,
  mutes: 0,
  slowWires: 0,
  resets: 0,
  refusedWires: 0,
  clocksJumped: 0,
  hubsStopped: 0,
  hubsDiedBefore: 0,
  hubsDiedAfter: 0,
  serverKills: 0,
  /** The database went back, and messages that it had lost were brought again. */
  wentBack: 0,
  broughtAgain: 0,
});

export type HubTally = ReturnType<typeof emptyHubTally>;
