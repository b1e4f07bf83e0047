/** Words in the name of a secret: the whole name, or a part of a name such as `DB_PASSWORD` or `api-key`. */
const NAME =
  /(^|[_.-])(pass|password|passwd|pwd|passphrase|secret|token|credentials?|bearer|jwt|(api|access|account|private|secret|storage)[_.-]?key)s?$/i;

/** Texts that are secrets under any name: private keys, tokens with the prefix of their cloud or service, and addresses with a password. */
const VALUE =
  /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----|\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bglpat-[\w-]{20}|\bAccountKey=[A-Za-z0-9+/]{40}|:\/\/[^\s:/@]{1,64}:[^\s:/@$<{]{2,64}@|\bgh[pousr]_[A-Za-z0-9]{36}|\bAIza[\w-]{35}|\bxox[abprs]-\w{8}|\beyJhbGciO/;

/** Values that are not secrets under any name: an empty text, on or off, a short number, a path, or a reference to another variable. */
const HARMLESS = /^(|true|false|yes|no|on|off|\d{1,5}|\/[^\n]*|\$\([^()\n]*\))$/i;

/** Returns true if a name, for example of a variable or an option, is the name of a secret. */
export function isSecretName(name: string): boolean {
  return NAME.test(name);
}

/** Returns true if a text is a secret, judged by its name or its content. */
export function isSecretText(name: string, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return VALUE.test(value) || (isSecretName(name) && !HARMLESS.test(value.trim()));
}
