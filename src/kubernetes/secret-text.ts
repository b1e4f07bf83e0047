/** Words that name a secret, alone or as a part of a name such as `DB_PASSWORD` or `api-key`. */
const NAME =
  /(^|[_.-])(pass|password|passwd|pwd|passphrase|secret|token|credentials?|bearer|jwt|(api|access|account|private|secret|storage)[_.-]?key)s?$/i;

/** Texts that are secrets whatever their name: private keys, tokens of clouds and services, each by its own mark, and addresses with a password. */
const VALUE =
  /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----|\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bglpat-[\w-]{20}|\bAccountKey=[A-Za-z0-9+/]{40}|:\/\/[^\s:/@]{1,64}:[^\s:/@$<{]{2,64}@|\bgh[pousr]_[A-Za-z0-9]{36}|\bAIza[\w-]{35}|\bxox[abprs]-\w{8}|\beyJhbGciO/;

/** Nothing, an on or off, a number, a path, or what another variable holds. */
const HARMLESS = /^(|true|false|yes|no|on|off|\d{1,5}|\/[^\n]*|\$\([^()\n]*\))$/i;

/** Whether a name, such as that of a variable or an option, is that of a secret. */
export function isSecretName(name: string): boolean {
  return NAME.test(name);
}

/** Whether a text is a secret, by its name or by itself. */
export function isSecretText(name: string, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return VALUE.test(value) || (isSecretName(name) && !HARMLESS.test(value.trim()));
}
