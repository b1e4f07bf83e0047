import type { Grant } from './role-rule';

const RBAC = ['rbac.authorization.k8s.io'];
const CERTIFICATES = ['certificates.k8s.io'];
const CHANGE = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/** Roles, users and groups with rights over the whole cluster. A single service account does not count. */
const MIGHTY = /^(cluster-admin|admin|edit|kubernetes-admin|kubeadm:cluster-admins|system:(?!serviceaccount:).*)$/;

/** Signers of Kubernetes itself: the API server and the kubelets trust their certificates. */
const KUBERNETES_SIGNERS = /^kubernetes\.io\//;

/** Approval of certificate requests, and signing and distribution of certificates. */
export const CERTIFICATE_APPROVAL: ReadonlyArray<Grant> = [
  { groups: CERTIFICATES, resources: ['certificatesigningrequests/approval'], verbs: ['update', 'patch'] },
  { groups: CERTIFICATES, resources: ['signers'], verbs: ['approve', 'sign', 'attest'], names: KUBERNETES_SIGNERS },
];

/** Verbs of constrained impersonation, in addition to `impersonate`. */
const IMPERSONATE = [
  'impersonate',
  'impersonate:user-info',
  'impersonate:serviceaccount',
  'impersonate:arbitrary-node',
  'impersonate:associated-node',
];

/** Rights that a subject can turn into any other right. */
export const ROLE_ESCALATION: ReadonlyArray<Grant> = [
  { groups: RBAC, resources: ['clusterroles', 'roles'], verbs: ['bind', 'escalate'], names: MIGHTY },
  {
    groups: ['', 'authentication.k8s.io'],
    resources: ['users', 'groups', 'serviceaccounts', 'userextras/*', 'uids', 'nodes'],
    verbs: IMPERSONATE,
    names: MIGHTY,
  },
];

/** Changes to roles and bindings. */
export const ROLE_CHANGE: ReadonlyArray<Grant> = [
  {
    groups: RBAC,
    resources: ['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles'],
    verbs: CHANGE,
    names: MIGHTY,
  },
];

/** Changes to nodes, which decide where pods run. */
export const NODE_CHANGE: ReadonlyArray<Grant> = [
  { groups: [''], resources: ['nodes'], verbs: CHANGE },
  { groups: [''], resources: ['nodes/status'], verbs: ['update', 'patch'] },
];

/** Changes to namespaces, whose labels decide which pods are admitted. */
export const NAMESPACE_CHANGE: ReadonlyArray<Grant> = [
  { groups: [''], resources: ['namespaces'], verbs: ['update', 'patch'] },
];

/** Access to the API of the kubelet. */
export const NODE_PROXY: ReadonlyArray<Grant> = [
  { groups: [''], resources: ['nodes/proxy'], verbs: ['get', 'create', 'update', 'patch', 'delete'] },
];

/** Changes to admission webhooks, admission policies and API services. */
export const ADMISSION_CHANGE: ReadonlyArray<Grant> = [
  {
    groups: ['admissionregistration.k8s.io'],
    resources: [
      'mutatingadmissionpolicies',
      'mutatingadmissionpolicybindings',
      'mutatingwebhookconfigurations',
      'validatingadmissionpolicies',
      'validatingadmissionpolicybindings',
      'validatingwebhookconfigurations',
    ],
    verbs: CHANGE,
  },
  { groups: ['apiregistration.k8s.io'], resources: ['apiservices'], verbs: CHANGE },
];

/** Creation of persistent volumes, and of storage classes. */
export const VOLUME_CREATION: ReadonlyArray<Grant> = [
  { groups: [''], resources: ['persistentvolumes'], verbs: ['create'] },
  { groups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: ['create'] },
];

/** Rights over the whole cluster, which no role for the users of one namespace has. */
export const CLUSTER_RIGHTS: ReadonlyArray<Grant> = [
  ...ADMISSION_CHANGE,
  ...CERTIFICATE_APPROVAL,
  ...NAMESPACE_CHANGE,
  ...NODE_CHANGE,
  ...NODE_PROXY,
  ...VOLUME_CREATION,
];
