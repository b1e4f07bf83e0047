/** Error of a value that has none of the forms of its key. The message follows the path of the value. */
export class FormError extends Error {}
