import type { Rule } from '../../rule';
import { noPlainSecretAnnotation } from './no-plain-secret-annotation';
import { noPlainSecretArgs } from './no-plain-secret-args';
import { noPlainSecretConfig } from './no-plain-secret-config';
import { noPlainSecretCustomResource } from './no-plain-secret-custom-resource';
import { noPlainSecretEnv } from './no-plain-secret-env';
import { noSecretEnv } from './no-secret-env';
import { noSecretManifest } from './no-secret-manifest';

/** Rules of the topic secrets. */
export const SECRETS_RULES: ReadonlyArray<Rule> = [
  noPlainSecretAnnotation,
  noPlainSecretArgs,
  noPlainSecretConfig,
  noPlainSecretCustomResource,
  noPlainSecretEnv,
  noSecretEnv,
  noSecretManifest,
];
