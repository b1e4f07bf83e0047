/** Address in a store of secrets, or of a variable or file with the secret. */
const ADDRESS =
  /^(?:(?:vault|bao|op|ref\+[a-z]+|sm|ssm|awssm|awssecret|awsparamstore|gcpsm|gcp|gsm|akv|azurekeyvault|keyvault|kms|secretref|secret|secrets|secretsmanager|env|file|files|keyring|keychain|doppler|k8s|kubernetes|configmap|infisical|bitwarden|sops|consul|asm|aws_sm|path|classpath|systemd|fd|exec|cmd):(?:\/\/)?[^\s]|arn:aws|projects\/[^/\s]+\/secrets\/|ENC\[|ENC\(|\{cipher\}|@Microsoft\.KeyVault\(|@\/|AQICAH|Ag[A-Z][A-Za-z0-9+/]{200}|-----BEGIN (?:AGE ENCRYPTED|PGP MESSAGE))/;

/** Path of a file. */
const PATH =
  /^(?:\/|\.{1,2}\/|~\/|~$|[A-Za-z]:[\\/]|\\\\|%[A-Za-z]+%[\\/]|[^\s:]{0,200}\.(?:key|pem|crt|cer|p12|pfx|jks|txt|json|ya?ml|env|conf|toml|ini|properties|sock|gpg|asc|pub|der)$)/;

/** Path in a store of secrets, such as `secret/data/db#password`, or a namespace and a name. */
const RELATIVE_PATH = /^[a-z0-9_][a-z0-9_.-]*(?:\/[a-z0-9_][a-z0-9_.-]*)+(?:[#:][\w.-]+)?$/;

/** Address of a service. A password in it is found by its form. */
const URL_START = /^[a-z][a-z0-9+.-]{0,30}:\/\//i;

/** Public part of a key, and a certificate. */
const PUBLIC =
  /^(?:-----BEGIN (?:[A-Z0-9 ]{0,30}PUBLIC KEY|CERTIFICATE|SSH2 PUBLIC)|ssh-(?:rsa|dss|ed25519) |ecdsa-sha2-|sk-ssh-|age1[a-z0-9]{50}|age-encryption\.org|LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS|LS0tLS1CRUdJTiBQVUJMSUMg)/;

/** Longest part of a path that is not a random text. */
const LONGEST_WORD = 24;

/** Returns true if a text is the place of a secret, or public: a path, an address in a store, a public key. The work is linear. */
export function isSecretReference(text: string): boolean {
  if (ADDRESS.test(text) || URL_START.test(text) || PUBLIC.test(text)) return true;
  return (PATH.test(text) || RELATIVE_PATH.test(text)) && !hasRandomPart(text);
}

/** True for base64 that looks like a path because it contains a slash. */
function hasRandomPart(text: string): boolean {
  if (text.length > 100 || /[.~$\\-]/.test(text)) return false;
  return text.split('/').some((part) => part.length > LONGEST_WORD && /\d/.test(part) && /[A-Za-z]/.test(part));
}
