/** Deepest nesting of a document: deeper than any object of an API server, and shallow enough for every recursion over one. */
export const MAX_DEPTH = 200;

/** Most values that the aliases of a document may stand for: an object with more would exceed what an API server accepts. */
export const MAX_ALIASED = 100_000;

/** Longest key that needs no `?`, in characters: the limit of every YAML 1.1 reader. */
export const MAX_KEY = 1024;

/** Largest share that the aliases may have of a document of more than 1000 values; kubectl itself rejects 0.99. */
export const MAX_ALIASED_SHARE = 0.985;
