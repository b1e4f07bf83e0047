/** Writes every shell script for gateways, and every program that such a script writes, into a folder. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatewayFiles } from '../src/gateway/gateway-files';
import { GatewayPreparation } from '../src/gateway/gateway-preparation';
import { IdentityRegistry } from '../src/gateway/identity-registry';
import { PackageCommissioning, type PackageCommissioningProps } from '../src/gateway/package-commissioning';
import { packageFiles } from '../src/gateway/package-files';
import { ParsecProvider, ParsecRelease } from '../src/gateway/parsec-release';

const TRUSTED = '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n';

const registry = IdentityRegistry._empty('edge-identities.json')
  ._assign('signer', 'gateway-7')
  ._assign('gone', 'gateway-7')
  ._retire('gone', 'gateway-7', '2026-03-01');

const programs = (files: ReadonlyArray<{ readonly mode: string; readonly text: string }>): string[] =>
  files.filter(({ mode }) => mode === '755').map(({ text }) => text);

const preparations = Object.values(ParsecRelease).flatMap((release) =>
  Object.values(ParsecProvider).flatMap((provider) => [
    new GatewayPreparation({ registry, gateway: 'gateway-7', release, provider }).toShellScript(),
    new GatewayPreparation({ release, provider }).toShellScript(),
    ...programs(gatewayFiles({ release, provider, groupId: 1206 })),
  ]),
);

const COMMISSIONINGS: ReadonlyArray<Partial<PackageCommissioningProps>> = [
  {},
  { trustedKey: TRUSTED },
  { parsecKey: 'packages', trustedKey: TRUSTED },
  { keyFolder: '/mnt/data/key', ecsConfig: '/opt/my cappsd/ecs.json' },
];

const commissionings = [
  ...COMMISSIONINGS.map((props) => new PackageCommissioning({ machine: 'gateway-7', ...props }).toShellScript()),
  ...programs(packageFiles({ machine: "it's", key: 'parsec:a key', trustedKey: TRUSTED })),
];

const folder = process.argv[2];
if (folder === undefined) throw new Error('the folder is missing');
[...new Set([...preparations, ...commissionings])].forEach((text, i) => writeFileSync(join(folder, `${i}.sh`), text));
