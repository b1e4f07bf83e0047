import { stringAt, type JsonObject } from '../../kubernetes/manifest';

/** Returns a port as the value of a finding: `8080`, or `53/UDP` for another protocol than TCP. */
export function portValue(port: JsonObject, number: number): string {
  const protocol = stringAt(port, 'protocol') ?? 'TCP';
  return protocol === 'TCP' ? String(number) : `${number}/${protocol}`;
}
