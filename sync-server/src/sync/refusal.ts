/** Hocuspocus passes `reason` on to the client; an error without a message is not printed for every visitor. */
export const refusal = (reason: string): Error & { reason: string } =>
  Object.assign(new Error(''), { reason });
