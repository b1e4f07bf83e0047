import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

const found = (user: string): string[] =>
  findingsOf(
    [BuiltInRules.named('served-api-version')],
    `{apiVersion: v1, kind: Config, clusters: [], users: [{name: admin, user: ${user}}]}`,
  ).map(({ severity, message }) => `${severity}: ${message}`);

const WHAT = 'this is a kubeconfig file, the settings of kubectl, and not an object of a cluster';

test.each([
  ['{exec: {command: login}}', [`high: ${WHAT}`]],
  ['{token: ""}', [`high: ${WHAT}`]],
  [
    '{token: abc, client-key-data: eA==}',
    [`critical: ${WHAT}, and contains credentials of token, client-key-data, which give access to its cluster`],
  ],
])('a kubeconfig file with the user %s is called by its name', (user, expected) => {
  expect(found(user)).toEqual(expected);
});
