import type { TestProject } from 'vitest/node';
import { startTestClusters, type TestCluster } from './test-clusters.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    testClusters: TestCluster[];
  }
}

/** Starts the test databases once for a whole run of vitest, and stops them at its end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { clusters, stop } = await startTestClusters();
  project.provide('testClusters', clusters);
  return stop;
}
