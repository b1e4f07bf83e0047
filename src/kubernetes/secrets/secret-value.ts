import { isPlaceholder } from './placeholder';
import { secretNamed, type NamedSecret } from './secret-name';
import { isSecretReference } from './secret-reference';
import { tokenFormIn } from './token-form';

/** Phrase for messages about a value that is a secret because of its name. */
export const BY_NAME = 'a value under the name of a secret';

/** Switches, numbers that count something, times and sizes. */
const SETTING =
  /^(?:true|false|yes|no|on|off|y|n|t|f|enabled?|disabled?|optional|required|auto|automatic|never|always|prompt|ask|generated?|random|unknown|\d{1,3}|\d+(?:\.\d+)?(?:ns|us|\u00b5s|ms|s|m|h|d|w|y|sec|secs|min|mins|hours?|days?|weeks?|seconds?|minutes?|[KMGT]i?B?)(?:\d+(?:ms|s|m))*(?:\d+s)?|P(?:T?\d+[YMWDHS])+|-?\d{1,3}(?:\.\d{1,9})|\[\]|\{\}|""|'')$/i;

/** Number under a name that is not that of a password. */
const NUMBER = /^-?\d{1,5}$/;

/** Ways to authenticate, algorithms and places, which are values of settings with `token` or `secret` in their name. */
const KIND =
  /^(?:bearer|basic|digest|jwt|jws|jwe|opaque|oauth2?|oidc|saml|ldap|kerberos|mtls|tls|api[_-]?key|token|header|cookie|query|body|env|environment|file|files|vault|kubernetes|k8s|aws|gcp|azure|memory|redis|bpe|include|omit|same-origin|hs\d{3}|rs\d{3}|es\d{3}|ps\d{3}|rsa|ecdsa|ed25519|argon2(?:id|i|d)?|bcrypt|scrypt|pbkdf2|sha-?\d{1,3}|md5|aes[\w-]{0,20}|x(?:-[a-z0-9]+)+|authorization)$/i;

/** Name of an object with at least two words. */
const OBJECT_NAME = /^[a-z0-9]+(?:[-.][a-z0-9]+)+$/;
const SHORT_NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** End of the name of an object that contains secrets. */
const OBJECT_NAME_END =
  /(?:secrets?|creds?|credentials?|tls|certs?|certificates?|ca|tokens?|keys?|auth|password|passwd|config|pull|registry)$/;

/** User and password in one text, such as `admin:Sup3rS3cret`; not a place, such as `host:8080` or `ldap://host`. */
const LOGIN = /^[^\s:/,;=]{1,64}:(?!\/|\d{1,5}$)([^\s:,;]{4,256})$/;

/** Words before `auth` whose value is a user and a password, and not the way to authenticate. */
const LOGINS = new Set(['basic', 'http', 'https', 'proxy', 'registry', 'user']);

/** Words before `secret` in the name of a setting whose value is the name of a Secret. */
const SECRET_OBJECTS = new Set(
  'ca cert certificate certificates certs config configmap configuration docker existing ext external image ingress k8s keystore kube kubernetes kubeconfig mount mounted pull regcred registry serving ssl tls truststore volume wildcard password passwd token key credential credentials creds'.split(
    ' ',
  ),
);

/** Words before `secret` that make each value a secret. */
const OWN_SECRETS = new Set(
  'access app application admin bearer client consumer cookie csrf db django encryption flask hash hmac jwt login master nextauth session shared signing user webhook'.split(
    ' ',
  ),
);

/**
 * Returns why the value of a variable, an option or a key is a secret, as a noun phrase. Undefined if it is none. The work is
 * linear in the length of the value.
 */
export function secretIn(name: string, value: string): string | undefined {
  const form = tokenFormIn(value);
  if (form !== undefined) return form;
  const named = secretNamed(name);
  return named !== undefined && isSecretOf(named, value.trim()) ? BY_NAME : undefined;
}

/** Returns true if a value under the name of a secret is that secret. */
function isSecretOf(named: NamedSecret, value: string): boolean {
  if (value === '' || SETTING.test(value) || isPlaceholder(value) || isSecretReference(value)) return false;
  const { noun, qualifier } = named;
  if (noun === 'password') return true;
  if (NUMBER.test(value) || KIND.test(value)) return false;
  switch (noun) {
    case 'token':
      return true;
    case 'secret':
      return !isObjectNameOf(qualifier, value);
    case 'credentials':
      return !(SHORT_NAME.test(value) && (OBJECT_NAME.test(value) || OBJECT_NAME_END.test(value))) || isRandom(value);
    case 'login':
      return isLogin(named, value);
    case 'key':
      // the name of a key in a Secret
      return !(
        qualifier === 'secret' &&
        SHORT_NAME.test(value) &&
        (secretNamed(value) !== undefined || named.words.includes(value))
      );
    case 'random-key':
      return isRandom(value);
  }
}

function isObjectNameOf(qualifier: string, value: string): boolean {
  if (isRandom(value) || !SHORT_NAME.test(value)) return false;
  if (SECRET_OBJECTS.has(qualifier)) return true;
  return !OWN_SECRETS.has(qualifier) && OBJECT_NAME.test(value) && OBJECT_NAME_END.test(value);
}

/** Returns true for a user and a password. A plain word behind the colon is a password only under the name of a login. */
function isLogin({ qualifier, words }: NamedSecret, value: string): boolean {
  const password = LOGIN.exec(value)?.[1];
  if (password === undefined || isPlaceholder(password) || isSecretReference(password)) return false;
  if (LOGINS.has(qualifier) || words.includes('basicauth')) return true;
  return qualifier === '' && /\d/.test(password) && /[A-Za-z]/.test(password);
}

/** Returns true for a text that no person chose: long, without words. */
function isRandom(value: string): boolean {
  if (!/^[A-Za-z0-9+/=_:.~-]{16,}$/.test(value.slice(0, 512))) return false;
  if (/^[0-9a-f]{24,}$/i.test(value) || /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return true;
  const classes = [/[a-z]/, /[A-Z]/, /\d/].filter((each) => each.test(value)).length;
  return classes === 3 || (value.length >= 24 && classes >= 2 && (value.match(/\d/g) ?? []).length >= 5);
}
