/** Maximum nesting of a document: deeper than any object of an API server, and shallow enough for a recursive function. */
export const MAX_DEPTH = 200;

/** Maximum number of values that the aliases of a document can stand for. An API server rejects an object with more. */
export const MAX_ALIASED = 100_000;

/** Maximum length of a key without `?`, in characters: the limit of every YAML 1.1 reader. */
export const MAX_KEY = 1024;

/** Maximum share of aliases in a document with more than 1000 values. kubectl itself rejects 0.99. */
export const MAX_ALIASED_SHARE = 0.985;
