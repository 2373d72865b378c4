import { hashPassword as scryptHash } from 'better-auth/crypto';

/** The stored form of a password, as signing in compares it. Takes tens of milliseconds, off the main thread. */
export const hashPassword = (password: string): Promise<string> => scryptHash(password);
