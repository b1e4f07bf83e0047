import type { Rule } from '../../rule';
import { noAggregatedRights } from './no-aggregated-rights';
import { noBroadAggregation } from './no-broad-aggregation';
import { noCertificateApproval } from './no-certificate-approval';
import { noClusterAdmin } from './no-cluster-admin';
import { noEditRole } from './no-edit-role';
import { noMutatingAdmission } from './no-mutating-admission';
import { noNamespaceChange } from './no-namespace-change';
import { noNetworkChange } from './no-network-change';
import { noNodeChange } from './no-node-change';
import { noNodeProxy } from './no-node-proxy';
import { noOpenSubjects } from './no-open-subjects';
import { noPodCreation } from './no-pod-creation';
import { noPodExec } from './no-pod-exec';
import { noRoleChange } from './no-role-change';
import { noRoleEscalation } from './no-role-escalation';
import { noRoleForDefaultAccount } from './no-role-for-default-account';
import { noSecretAccess } from './no-secret-access';
import { noSecretWebhook } from './no-secret-webhook';
import { noServiceAccountToken } from './no-service-account-token';
import { noTokenCreation } from './no-token-creation';
import { noVolumeCreation } from './no-volume-creation';
import { noWebhookConfiguration } from './no-webhook-configuration';
import { noWildcardRoles } from './no-wildcard-roles';
import { ownServiceAccount } from './own-service-account';
import { verifiedApiService } from './verified-api-service';

/** Rules of the topic rights in the cluster. */
export const RBAC_RULES: ReadonlyArray<Rule> = [
  noAggregatedRights,
  noBroadAggregation,
  noCertificateApproval,
  noClusterAdmin,
  noEditRole,
  noMutatingAdmission,
  noNamespaceChange,
  noNetworkChange,
  noNodeChange,
  noNodeProxy,
  noOpenSubjects,
  noPodCreation,
  noPodExec,
  noRoleChange,
  noRoleEscalation,
  noRoleForDefaultAccount,
  noSecretAccess,
  noSecretWebhook,
  noServiceAccountToken,
  noTokenCreation,
  noVolumeCreation,
  noWebhookConfiguration,
  noWildcardRoles,
  ownServiceAccount,
  verifiedApiService,
];
