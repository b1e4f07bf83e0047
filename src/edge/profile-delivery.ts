/** What brings profiles to the nodes. */
export enum ProfileDelivery {
  /** A DaemonSet of this library. */
  DAEMON_SET = 'DaemonSet',
  /** The Security Profiles Operator, which the cluster runs already. */
  SECURITY_PROFILES_OPERATOR = 'SecurityProfilesOperator',
}
