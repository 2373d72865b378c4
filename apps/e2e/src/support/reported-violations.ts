/** What browsers have reported to the servers of this process and nobody has looked at, as the servers logged it. */
export const reportedViolations: string[] = [];
