import { Posture, Target } from 'cdk8s-secure-edge';
import { harden } from '../../src/hardening/harden';
import { HardeningControl } from '../../src/hardening/hardening-control';
import type { Note } from '../../src/hardening/note';
import { Surroundings } from '../../src/hardening/surroundings';

const RBAC = 'rbac.authorization.k8s.io';
const binding = (subject: any, props: any = {}): any => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'RoleBinding',
  metadata: { name: 'b', namespace: 'edge' },
  roleRef: { apiGroup: RBAC, kind: 'Role', name: 'r' },
  subjects: [subject],
  ...props,
});
const role = (rules: any[], props: any = {}): any => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'Role',
  metadata: { name: 'r', namespace: 'edge' },
  rules,
  ...props,
});
const account = (props: any = {}): any => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'operator', namespace: 'edge' },
  ...props,
});
const SUBJECT = { kind: 'ServiceAccount', name: 'operator', namespace: 'edge' };

/** Hardens a pod among other objects. Returns the value for its token, and the notes about it. */
function token(
  others: any[],
  spec: any = {},
  namespace: string | undefined = 'edge',
): { value: unknown; notes: Note[] } {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', ...(namespace !== undefined && { namespace }) },
    spec: { serviceAccountName: 'operator', containers: [{ name: 'c', image: 'x' }], ...spec },
  };
  const surroundings = new Surroundings();
  // a pod can come before the binding, or after it
  for (const each of [pod, ...others]) surroundings.add(each);
  const notes: Note[] = [];
  const out: any = harden(pod, new Posture(), Target.kubernetes('1.33'), {
    surroundings,
    onNote: (note) => notes.push(note),
  });
  return {
    value: out.spec.automountServiceAccountToken,
    notes: notes.filter((n) => n.control === HardeningControl.SERVICE_ACCOUNT_TOKEN),
  };
}

describe('the token of a service account stays', () => {
  test.each<[string, any[], any?, string?]>([
    ['with a RoleBinding', [binding(SUBJECT)]],
    ['with a RoleBinding whose subject has no namespace', [binding({ kind: 'ServiceAccount', name: 'operator' })]],
    ['with a ClusterRoleBinding', [binding(SUBJECT, { kind: 'ClusterRoleBinding', metadata: { name: 'b' } })]],
    ['with a role of all accounts', [binding({ kind: 'Group', name: 'system:serviceaccounts' })]],
    ['with a role of everyone', [binding({ kind: 'Group', name: 'system:authenticated' })]],
    ['with a role of the accounts in its namespace', [binding({ kind: 'Group', name: 'system:serviceaccounts:edge' })]],
    ['with a role of its user', [binding({ kind: 'User', name: 'system:serviceaccount:edge:operator' })]],
    ['with a binding in a List', [{ apiVersion: 'v1', kind: 'List', items: [binding(SUBJECT)] }]],
    ['if the account mounts it', [account({ automountServiceAccountToken: true })]],
    ['of a pod with the old field', [binding(SUBJECT)], { serviceAccountName: '', serviceAccount: 'operator' }],
    [
      'of the account default',
      [binding({ kind: 'ServiceAccount', name: 'default', namespace: 'edge' })],
      { serviceAccountName: undefined },
    ],
    [
      'if an argument has its path',
      [account()],
      { containers: [{ name: 'c', args: ['--token=/var/run/secrets/kubernetes.io/serviceaccount/token'] }] },
    ],
  ])('%s', (_, others, spec = {}) => {
    const { value, notes } = token(others, spec);
    expect(value).toBeUndefined();
    expect(notes).toEqual([
      expect.objectContaining({
        kind: 'remains weak',
        pointer: '/spec/automountServiceAccountToken',
        message: expect.stringMatching(
          /^the pod has a token of the API server, because .*: if it does not use the token/,
        ),
      }),
    ]);
  });

  test('if the namespace of the pod is unknown', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { serviceAccountName: 'operator' } };
    const surroundings = new Surroundings();
    surroundings.add(binding(SUBJECT));
    const out: any = harden(pod, new Posture(), Target.kubernetes('1.33'), { surroundings });
    expect(out.spec.automountServiceAccountToken).toBeUndefined();
  });
});

describe('the token of a service account is removed', () => {
  const use = [{ apiGroups: ['policy'], resources: ['podsecuritypolicies'], verbs: ['use'] }];
  test.each<[string, any[]]>([
    ['without a binding', [account()]],
    ['with a binding of another account', [account(), binding({ ...SUBJECT, name: 'other' })]],
    ['with a binding of an account in another namespace', [account(), binding({ ...SUBJECT, namespace: 'other' })]],
    [
      'with a role of the accounts in another namespace',
      [account(), binding({ kind: 'Group', name: 'system:serviceaccounts:x' })],
    ],
    ['with a role that only admits pods', [account(), binding(SUBJECT), role(use)]],
    ['with a binding of another API group', [account(), binding(SUBJECT, { apiVersion: 'example.com/v1' })]],
  ])('%s', (_, others) => {
    expect(token(others)).toEqual({ value: false, notes: [] });
  });

  test('but not with a role that admits pods and reads objects', () => {
    const read = { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] };
    expect(token([account(), binding(SUBJECT), role([...use, read])]).value).toBeUndefined();
  });

  test('with a note if the account is not among the manifests', () => {
    const { value, notes } = token([]);
    expect(value).toBe(false);
    expect(notes.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      'may not start: its service account operator is not among the manifests: if the pod uses the API server, set automountServiceAccountToken to true',
    ]);
  });
});

test('a value of the author stays, whatever the account can do', () => {
  expect(token([binding(SUBJECT)], { automountServiceAccountToken: false })).toEqual({ value: false, notes: [] });
  expect(token([], { automountServiceAccountToken: true })).toEqual({ value: true, notes: [] });
});
