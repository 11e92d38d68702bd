import type { Catalog } from '../core/catalog.ts';

export type ReadCatalog = () => Catalog;

/** Epoch milliseconds; injected so that tests own the clock. */
export type Now = () => number;
