/**
 * Flag of the installation of the filter.
 *
 * @see https://man7.org/linux/man-pages/man2/seccomp.2.html
 */
export enum SeccompFlag {
  /** The filter applies to every thread of the process. runc always does this. */
  TSYNC = 'SECCOMP_FILTER_FLAG_TSYNC',

  /** The kernel logs each call that is not allowed, if the node's `actions_logged` includes its action. */
  LOG = 'SECCOMP_FILTER_FLAG_LOG',

  /** The mitigation of Speculative Store Bypass is off, which makes programs with a filter faster. */
  SPEC_ALLOW = 'SECCOMP_FILTER_FLAG_SPEC_ALLOW',

  /** Only fatal signals interrupt a call that the agent has received. Requires Linux 5.19. */
  WAIT_KILLABLE_RECV = 'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV',
}
