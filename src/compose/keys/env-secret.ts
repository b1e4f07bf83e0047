import { call, literal } from '../code/expressions';
import type { ServiceConversion } from '../service-conversion';

const REASON = 'the program of the Compose file reads the value from its environment';

/** Returns the name of the Secret with the values of a service's environment. */
export function envSecretName({ name }: Pick<ServiceConversion, 'name'>): string {
  return `${name}-env`;
}

/** Gives a variable of the container the value of a key in the service's Secret. The key has the name of the variable. */
export function readFromSecret(service: ServiceConversion, variable: string): void {
  const reference = call('EnvReference.secretKey', literal(envSecretName(service)), literal(variable), literal(REASON));
  service.container.put('envReferences', variable, reference);
}

/** Says where a value moved to, and how to create the Secret. */
export function movedText(service: ServiceConversion, variable: string): string {
  const secret = envSecretName(service);
  const namespace = service.options.namespace === undefined ? '' : ` --namespace ${service.options.namespace}`;
  return `moved to the key ${variable} of the Secret ${secret}, which must exist: kubectl create secret generic ${secret}${namespace} --from-env-file=FILE`;
}
