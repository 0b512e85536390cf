// A real Solana virtual machine (litesvm) for tests in C++: one JSON request a line on stdin, one answer a line on stdout.
// tests/support/svm_host.h is the other end. Keys are base58, bytes base64, 64-bit numbers decimal strings.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { transactionErrorJson } from './errors.mjs';

const require = createRequire(new URL('../npm/', import.meta.url));
const { LiteSVM, FailedTransactionMetadata, Clock } = require('litesvm');
const { address, getBase58Decoder, getTransactionDecoder } = require('@solana/kit');

const base58 = getBase58Decoder();
const transactionDecoder = getTransactionDecoder();
const toBase64 = (bytes) => Buffer.from(bytes).toString('base64');

function accountJson(account) {
  if (!account.exists) return null;
  return {
    lamports: String(account.lamports),
    owner: account.programAddress,
    executable: account.executable,
    data: toBase64(account.data),
  };
}

const accountAt = (key) => accountJson(svm.getAccount(address(key)));

function outcome(result, meta) {
  const returned = meta.returnData();
  const isFailed = result instanceof FailedTransactionMetadata;
  return {
    err: isFailed ? transactionErrorJson(result.err()) : null,
    units: String(meta.computeUnitsConsumed()),
    logs: meta.logs(),
    returnData: toBase64(returned.data()),
    returnProgram: base58.decode(returned.programId()),
    inner: meta.innerInstructions().map((list) =>
      list.map((one) => ({
        program: one.instruction().programIdIndex(),
        accounts: toBase64(one.instruction().accounts()),
        data: toBase64(one.instruction().data()),
        height: one.stackHeight(),
      }))),
  };
}

const decode = (request) => transactionDecoder.decode(Buffer.from(request.transaction, 'base64'));

let svm;

const operations = {
  start(request) {
    svm = new LiteSVM().withSigverify(request.verifySignatures).withBlockhashCheck(request.checkBlockhash);
    return {};
  },
  send(request) {
    const result = svm.sendTransaction(decode(request));
    const meta = result instanceof FailedTransactionMetadata ? result.meta() : result;
    return { ...outcome(result, meta), accounts: request.watch.map(accountAt) };
  },
  simulate(request) {
    const result = svm.simulateTransaction(decode(request));
    return { ...outcome(result, result.meta()), accounts: [] };
  },
  account: (request) => ({ account: accountAt(request.key) }),
  setAccount(request) {
    const data = Buffer.from(request.data, 'base64');
    svm.setAccount({
      address: address(request.key), lamports: BigInt(request.lamports), programAddress: address(request.owner),
      executable: request.executable, data, space: BigInt(data.length),
    });
    return {};
  },
  addProgram(request) {
    svm.addProgramWithLoader(address(request.key), readFileSync(request.path), address(request.loader));
    return {};
  },
  airdrop(request) {
    const result = svm.airdrop(address(request.key), BigInt(request.lamports));
    if (result === null || result instanceof FailedTransactionMetadata) throw new Error('the airdrop failed');
    return {};
  },
  blockhash: () => ({ blockhash: svm.latestBlockhash() }),
  expireBlockhash() {
    svm.expireBlockhash();
    return { blockhash: svm.latestBlockhash() };
  },
  clock() {
    const clock = svm.getClock();
    return {
      slot: String(clock.slot), epochStart: String(clock.epochStartTimestamp), epoch: String(clock.epoch),
      leaderScheduleEpoch: String(clock.leaderScheduleEpoch), unixTime: String(clock.unixTimestamp),
    };
  },
  setClock(request) {
    svm.setClock(new Clock(BigInt(request.slot), BigInt(request.epochStart), BigInt(request.epoch),
      BigInt(request.leaderScheduleEpoch), BigInt(request.unixTime)));
    return {};
  },
  recentSlot: () => ({ slot: String(svm.getSlotHashes()[0].slot) }),
};

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const request = JSON.parse(line);
    answer = { ok: true, ...operations[request.op](request) };
  } catch (error) {
    answer = { ok: false, error: String(error?.message ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
