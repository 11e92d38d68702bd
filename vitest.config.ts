import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores on the smallest machine we support; stories start whole products, so more files at once only slow each other.
    maxWorkers: 2,
  },
});
