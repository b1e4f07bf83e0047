import { isIP } from 'node:net';
import { quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { dnsSubdomain, plainText } from '../kubernetes/syntax';

/** Additions to the resolver of an app's pods. The cluster's DNS service stays the first that they ask. */
export interface DnsOptions {
  /**
   * Addresses of further DNS servers, which are asked if the cluster's does not answer. The app's flows must allow them.
   * @default - none
   */
  readonly nameservers?: string[];
  /**
   * Further domains in which a short name is looked up.
   * @default - none
   */
  readonly searches?: string[];
  /**
   * Options of the resolver, such as `ndots:2` or `rotate`.
   * @default - none
   */
  readonly options?: string[];
}

/** Largest numbers that the API server accepts. Source: Kubernetes' validation of PodDNSConfig. */
const MOST_NAMESERVERS = 3;
const MOST_SEARCHES = 32;

export function dnsProblems({ nameservers = [], searches = [], options = [] }: DnsOptions): (string | undefined)[] {
  return [
    nameservers.length > MOST_NAMESERVERS
      ? `dns must have at most ${MOST_NAMESERVERS} nameservers, got ${nameservers.length}`
      : undefined,
    searches.length > MOST_SEARCHES
      ? `dns must have at most ${MOST_SEARCHES} searches, got ${searches.length}`
      : undefined,
    ...nameservers.map((address) =>
      isIP(address) === 0 ? `nameserver must be an IP address, got ${quote(address)}` : undefined,
    ),
    ...searches.map((domain) => dnsSubdomain('search domain', domain)),
    ...options.map((option) =>
      option === '' || option.startsWith(':')
        ? `option of dns must have a name, got ${quote(option)}`
        : plainText('option of dns', option),
    ),
  ];
}

/** Returns `dnsConfig` of a pod. */
export function dnsConfig({ nameservers = [], searches = [], options = [] }: DnsOptions): JsonObject {
  return {
    ...(nameservers.length > 0 && { nameservers: [...nameservers] }),
    ...(searches.length > 0 && { searches: [...searches] }),
    ...(options.length > 0 && {
      options: options.map((option) => {
        const [name, ...value] = option.split(':');
        return value.length === 0 ? { name } : { name, value: value.join(':') };
      }),
    }),
  };
}
