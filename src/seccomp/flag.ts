/**
 * How the filter is installed.
 *
 * @see https://man7.org/linux/man-pages/man2/seccomp.2.html
 */
export enum SeccompFlag {
  /** On every thread of the process. runc does so anyway. */
  TSYNC = 'SECCOMP_FILTER_FLAG_TSYNC',

  /** The kernel logs each call that is not allowed, as far as the node's `actions_logged` lets it. */
  LOG = 'SECCOMP_FILTER_FLAG_LOG',

  /** Without the mitigation of Speculative Store Bypass, which makes programs under a filter slower. */
  SPEC_ALLOW = 'SECCOMP_FILTER_FLAG_SPEC_ALLOW',

  /** A call that the agent has begun to look at is interrupted by deadly signals only. Linux 5.19. */
  WAIT_KILLABLE_RECV = 'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV',
}
