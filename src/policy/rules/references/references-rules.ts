import type { Rule } from '../../rule';
import { existingClaim } from './existing-claim';
import { existingConfigMap } from './existing-config-map';
import { existingPriorityClass } from './existing-priority-class';
import { existingSecret } from './existing-secret';
import { existingServiceAccount } from './existing-service-account';
import { ingressToService } from './ingress-to-service';
import { monitorSelectsServices } from './monitor-selects-services';
import { noDuplicateEnv } from './no-duplicate-env';
import { probePortOfContainer } from './probe-port-of-container';
import { selectorMatchesTemplate } from './selector-matches-template';
import { servicePortOfContainer } from './service-port-of-container';
import { serviceSelectsPods } from './service-selects-pods';

/** Rules of the topic references. */
export const REFERENCES_RULES: ReadonlyArray<Rule> = [
  existingClaim,
  existingConfigMap,
  existingPriorityClass,
  existingSecret,
  existingServiceAccount,
  ingressToService,
  monitorSelectsServices,
  noDuplicateEnv,
  probePortOfContainer,
  selectorMatchesTemplate,
  servicePortOfContainer,
  serviceSelectsPods,
];
