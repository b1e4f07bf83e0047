/** Address ranges of private networks. Source: RFC 1918. */
export const PRIVATE_RANGES: ReadonlyArray<string> = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** IPv4 ranges that the internet does not route. Sources: RFC 1918, RFC 6598 (carriers), RFC 3927 (link-local). */
export const UNROUTED_RANGES: ReadonlyArray<string> = [...PRIVATE_RANGES, '100.64.0.0/10', '169.254.0.0/16'];

/** IPv6 range that contains every address of the internet. Source: RFC 4291, global unicast. */
export const PUBLIC_IPV6 = '2000::/3';
