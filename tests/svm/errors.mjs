import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../npm/', import.meta.url));

/// litesvm numbers errors without fields; their names stand only in its declarations.
function namesOf(enumName) {
  const declarations = readFileSync(require.resolve('litesvm/dist/internal.d.ts'), 'utf8');
  const body = declarations.split(`const enum ${enumName} {`)[1].split('}')[0];
  return Object.fromEntries([...body.matchAll(/(\w+) = (\d+)/g)].map(([, name, number]) => [number, name]));
}
const transactionErrors = namesOf('TransactionErrorFieldless');
const instructionErrors = namesOf('InstructionErrorFieldless');

function instructionErrorJson(error) {
  if (typeof error === 'number') return instructionErrors[error];
  return 'code' in error ? { Custom: error.code } : 'BorshIoError';
}

/// What litesvm says of a failed transaction, as a cluster's RPC writes it.
export function transactionErrorJson(error) {
  if (typeof error === 'number') return transactionErrors[error];
  switch (error.constructor.name) {
    case 'TransactionErrorInstructionError':
      return { InstructionError: [error.index, instructionErrorJson(error.err())] };
    case 'TransactionErrorDuplicateInstruction':
      return { DuplicateInstruction: error.index };
    case 'TransactionErrorInsufficientFundsForRent':
      return { InsufficientFundsForRent: { account_index: error.accountIndex } };
    case 'TransactionErrorProgramExecutionTemporarilyRestricted':
      return { ProgramExecutionTemporarilyRestricted: { account_index: error.accountIndex } };
    default:
      throw new Error(`an error of kind ${error.constructor.name}`);
  }
}
