import { InputError } from '../../src/diagnostics/input-error';

/** Runs one of several steps of a reader, each of which may reject the input. */
export function refusable(step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}
