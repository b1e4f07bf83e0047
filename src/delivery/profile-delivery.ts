/** Program that delivers profiles to the nodes. */
export enum ProfileDelivery {
  /** DaemonSet of this library. */
  DAEMON_SET = 'DaemonSet',
  /** Security Profiles Operator, which must already run in the cluster. */
  SECURITY_PROFILES_OPERATOR = 'SecurityProfilesOperator',
}
