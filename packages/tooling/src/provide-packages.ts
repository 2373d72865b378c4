import { provideDebianPackages } from './debian-packages.ts';

/** A step before those that need a browser. */
process.exitCode = provideDebianPackages(process.env.CI === 'true') ? 0 : 1;
