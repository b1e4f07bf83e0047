import { isIP } from 'node:net';
import { quote } from '../../diagnostics/input-error';
import { singleAddress } from '../../host/address-range';
import { METADATA_ADDRESSES } from '../../host/metadata-address';
import { dnsSubdomain } from '../../kubernetes/syntax';
import { call, literal } from '../code/expressions';
import { keyPath } from '../key-path';
import { ProjectNetworks } from '../networks/project-networks';
import type { ServiceConversion } from '../service-conversion';
import type { KeyGroup } from './key-group';

const FIELD = 'spec.template.spec.dnsConfig';
/** Largest number of servers and domains that the API server accepts. */
const MOST = { nameservers: 3, searches: 32 };

export const dnsKeys: KeyGroup = {
  title: 'DNS',
  rows: {
    dns: {
      becomes: '`dnsConfig.nameservers`',
      outcomes: ['approximated', 'unsupported'],
      notes: "The cluster's DNS service stays the first. At most three servers are written.",
    },
    dns_search: {
      becomes: '`dnsConfig.searches`',
      outcomes: ['approximated', 'unsupported'],
      notes: "The cluster's domains stay the first.",
    },
    dns_opt: { becomes: '`dnsConfig.options`', outcomes: ['converted'], notes: '' },
  },
  convert: (service) => {
    const { definition, app, report } = service;
    convertServers(service);
    const searches = (definition.dns_search ?? []).filter((domain, i) => {
      const problem = domain === '.' ? 'the empty domain is not supported' : dnsSubdomain('domain', domain);
      const more = i >= MOST.searches ? `a pod has at most ${MOST.searches} domains` : undefined;
      const key = keyPath('dns_search', i);
      if ((problem ?? more) !== undefined) report.unsupported(key, problem ?? more ?? '');
      else report.approximated(key, `${FIELD}.searches`, "the cluster's domains are searched first");
      return (problem ?? more) === undefined;
    });
    if (searches.length > 0) app.put('dns', 'searches', literal(searches));
    const { dns_opt: options = [] } = definition;
    if (options.length === 0) return;
    app.put('dns', 'options', literal([...options]));
    report.converted('dns_opt', `${FIELD}.options`);
  },
};

function convertServers({ definition, service, project, app, report }: ServiceConversion): void {
  const written: string[] = [];
  for (const [i, address] of (definition.dns ?? []).entries()) {
    const key = keyPath('dns', i);
    if (isIP(address) === 0) report.unsupported(key, `the address must be an IP address, got ${quote(address)}`);
    else if (METADATA_ADDRESSES.includes(address))
      report.unsupported(key, "it is the address of a cloud's metadata service, which hands out credentials");
    else if (written.length === MOST.nameservers)
      report.unsupported(key, `a pod has at most ${MOST.nameservers} further servers`);
    else {
      written.push(address);
      report.approximated(key, `${FIELD}.nameservers`, "it is asked only if the cluster's DNS service does not answer");
    }
  }
  if (written.length === 0) return;
  app.put('dns', 'nameservers', literal(written));
  if (!ProjectNetworks.of(project).reachesOutside(service)) return;
  for (const address of written)
    app.add(
      'egress',
      call(
        'Flow.with',
        call('Peer.cidr', literal(singleAddress(address))),
        call('Port.udp', literal(53)),
        call('Port.tcp', literal(53)),
      ),
    );
}
