// Signed transfers per second through litesvm's public API with its signature checks on: the ledger's peer in ./bench.
import { createRequire } from 'node:module';
const require = createRequire(new URL('../npm/', import.meta.url));
const { LiteSVM } = require('litesvm');
const kit = require('@solana/kit');
const { Keypair, SystemProgram, Transaction, PublicKey } = require('@solana/web3.js');

const payers = Array.from({ length: 64 }, () => Keypair.generate());
const svm = new LiteSVM();
for (const payer of payers) svm.airdrop(payer.publicKey.toBase58(), 100_000_000_000n);
const count = 6000;
const decoder = kit.getTransactionDecoder();
const signed = Array.from({ length: count }, (_, i) => {
  const payer = payers[i % payers.length];
  const transaction = new Transaction({ feePayer: payer.publicKey, recentBlockhash: svm.latestBlockhash() });
  transaction.add(SystemProgram.transfer({
    fromPubkey: payer.publicKey, toPubkey: payers[(i + 1) % payers.length].publicKey,
    lamports: 1 + Math.floor(i / payers.length),
  }));
  transaction.sign(payer);
  return decoder.decode(transaction.serialize());
});
const start = process.hrtime.bigint();
let landed = 0;
for (const transaction of signed) {
  const result = svm.sendTransaction(transaction);
  if (typeof result.err !== 'function') landed += 1;
}
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
if (landed !== count) { console.error(`litesvm: ${landed} of ${count} landed`); process.exit(1); }
console.log((count / seconds).toFixed(0));
