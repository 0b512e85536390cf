// What clients see when the chain under them forks, jumps, lags and comes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, load, startLedger, until } from './ledger.mjs';

const web3 = load('@solana/web3.js');
const bs58 = load('bs58').default;
const { Keypair, SystemProgram, Transaction } = web3;

let ledger;
let connection;
let payer;

before(async () => {
    ledger = await startLedger(200, { cheats: true });
    connection = new web3.Connection(ledger.rpc, 'confirmed');
    payer = Keypair.generate();
    const signature = await connection.requestAirdrop(payer.publicKey, 100_000_000_000);
    await connection.confirmTransaction({ signature, ...(await connection.getLatestBlockhash()) });
});
after(async () => ledger.stop());

const transfer = (to, lamports) =>
    new Transaction().add(SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: to, lamports }));

async function signed(transaction) {
    transaction.recentBlockhash = (await connection.getLatestBlockhash('finalized')).blockhash;
    transaction.feePayer = payer.publicKey;
    transaction.sign(payer);
    return transaction.serialize();
}

// Nothing when the block had become final before the fork: how long the calls take is not ours to say.
async function forkAway(lamports) {
    const to = Keypair.generate().publicKey;
    const wire = await signed(transfer(to, lamports));
    const heard = [];
    const id = connection.onAccountChange(to, (info, context) => heard.push([info.lamports, context.slot]), 'processed');
    await until(async () => (await connection.getSlot('processed')) > 0, 'the chain');
    const signature = await connection.sendRawTransaction(wire, { skipPreflight: true });
    const landed = await until(async () => {
        const status = (await connection.getSignatureStatus(signature)).value;
        return status && status.confirmationStatus !== 'processed' && status;
    }, 'confirmation');
    const now = await connection.getSlot('processed');
    const fork = await ledger.cheat('ppv_fork', [{ slots: now - landed.slot + 1 }]).catch(() => null);
    const forget = () => connection.removeAccountChangeListener(id);
    if (fork?.dead.includes(landed.slot)) return { fork, to, wire, signature, landed, heard, forget };
    await forget();
    return null;
}

test('a fork takes a confirmed transaction back, and it can be sent again', async () => {
    const slots = [];
    const id = connection.onSlotChange((slot) => slots.push(slot));
    await until(() => slots.length > 0, 'a slot');
    let lamports = 1_000_000;
    const { fork, to, wire, signature, landed, heard, forget } = await until(() => forkAway(++lamports), 'a fork in time');
    assert.equal((await connection.getSignatureStatus(signature)).value, null);
    assert.equal(await connection.getBalance(to, 'processed'), 0);
    await until(() => heard.length >= 2, 'the account as it was before');
    assert.equal(heard[0][0], lamports);
    assert.deepEqual(heard.at(-1), [0, fork.slot]);
    const jump = await until(() => slots.find((slot) => slot.slot === fork.slot), 'the slot behind the fork');
    assert.equal(jump.parent, fork.parent);
    await until(async () => (await connection.getSlot('confirmed')) >= fork.slot, 'the new chain');
    const gone = await call(ledger.rpc, 'getBlock', [landed.slot, { commitment: 'confirmed' }]);
    assert.equal(gone.error.code, -32007);
    assert.equal(await connection.sendRawTransaction(wire, { preflightCommitment: 'processed' }), signature);
    await until(async () => (await connection.getBalance(to, 'finalized')) === lamports, 'finality');
    await forget();
    await connection.removeSlotChangeListener(id);
});

test('a client that lost a transaction sends it again', async () => {
    const to = Keypair.generate().publicKey;
    const wire = await signed(transfer(to, 2_000_000));
    await ledger.cheat('ppv_chaosSet', [{ dropNext: 1 }]);
    const signature = await connection.sendRawTransaction(wire, { preflightCommitment: 'finalized' });
    assert.equal((await connection.getSignatureStatus(signature)).value, null);
    assert.equal(await connection.sendRawTransaction(wire, { preflightCommitment: 'finalized' }), signature);
    await until(async () => (await connection.getBalance(to)) === 2_000_000, 'the transfer');
});

test('notifications that were lost in a gap are found by asking', async () => {
    const to = Keypair.generate().publicKey;
    const heard = [];
    const id = connection.onAccountChange(to, (info) => heard.push(info.lamports), 'processed');
    const slots = [];
    const slotId = connection.onSlotChange((slot) => slots.push(slot));
    await until(() => slots.length > 0, 'a slot');
    await ledger.cheat('ppv_chaosSet', [{ webSocketGap: true }]);
    await connection.sendRawTransaction(await signed(transfer(to, 1_000_000)));
    // Confirmed is told of last: what the gap should swallow has been swallowed.
    await until(async () => (await connection.getBalance(to, 'confirmed')) === 1_000_000, 'the transfer');
    await ledger.cheat('ppv_chaosClear');
    await connection.sendRawTransaction(await signed(transfer(to, 500_000)), { preflightCommitment: 'processed' });
    await until(() => heard.length > 0, 'the next notification');
    assert.deepEqual(heard, [1_500_000]);
    // A connection that is cut is made again by the client, with its subscriptions.
    await ledger.cheat('ppv_cutWebSockets');
    const known = slots.length;
    await until(() => slots.length > known + 2, 'slots over the new connection');
    await connection.removeAccountChangeListener(id);
    await connection.removeSlotChangeListener(slotId);
});

test('web3.js waits when it is told to, and goes on', async () => {
    await ledger.cheat('ppv_chaosSet', [{ rateLimitNext: 2 }]);
    assert.ok((await connection.getBalance(payer.publicKey)) > 0);
    assert.equal((await ledger.cheat('ppv_chaosGet')).rateLimitNext, 0);
});

test('a transaction outlives neither its blockhash nor the client’s patience', async () => {
    const transaction = transfer(Keypair.generate().publicKey, 1_000_000);
    const latest = await connection.getLatestBlockhash();
    transaction.recentBlockhash = latest.blockhash;
    transaction.sign(payer);
    await ledger.cheat('ppv_expireBlockhashes');
    await assert.rejects(connection.sendRawTransaction(transaction.serialize()), /Blockhash not found/);
    await assert.rejects(
        connection.confirmTransaction({ signature: bs58.encode(transaction.signature), ...latest }),
        web3.TransactionExpiredBlockheightExceededError);
    connection = new web3.Connection(ledger.rpc, 'confirmed'); // the old one keeps its blockhash for half a minute
});

test('a lookup table is made, extended, used, deactivated and closed', async () => {
    const [create, table] = web3.AddressLookupTableProgram.createLookupTable({
        authority: payer.publicKey, payer: payer.publicKey, recentSlot: await connection.getSlot('finalized'),
    });
    const to = Keypair.generate().publicKey;
    const extend = web3.AddressLookupTableProgram.extendLookupTable({
        lookupTable: table, authority: payer.publicKey, payer: payer.publicKey, addresses: [to],
    });
    await web3.sendAndConfirmTransaction(connection, new Transaction().add(create, extend), [payer]);
    await ledger.cheat('ppv_timeTravel', [{ blocks: 2 }]);
    const use = async () => {
        const { blockhash } = await connection.getLatestBlockhash();
        const message = new web3.TransactionMessage({
            payerKey: payer.publicKey, recentBlockhash: blockhash,
            instructions: [SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: to, lamports: 1_000_000 })],
        }).compileToV0Message([(await connection.getAddressLookupTable(table)).value]);
        const transaction = new web3.VersionedTransaction(message);
        transaction.sign([payer]);
        return connection.sendTransaction(transaction, { preflightCommitment: 'processed' });
    };
    const kit = load('@solana/kit');
    const known = await kit.fetchAddressesForLookupTables([table.toBase58()], kit.createSolanaRpc(ledger.rpc));
    assert.deepEqual(known, { [table.toBase58()]: [to.toBase58()] });
    const signature = await use();
    await until(async () => (await connection.getSignatureStatus(signature)).value?.confirmationStatus, 'its use');
    const closing = web3.AddressLookupTableProgram.closeLookupTable({
        lookupTable: table, authority: payer.publicKey, recipient: payer.publicKey,
    });
    const deactivate = web3.AddressLookupTableProgram.deactivateLookupTable({
        lookupTable: table, authority: payer.publicKey,
    });
    await web3.sendAndConfirmTransaction(connection, new Transaction().add(deactivate), [payer]);
    await assert.rejects(
        web3.sendAndConfirmTransaction(connection, new Transaction().add(closing), [payer]), /Transaction simulation failed/);
    await ledger.cheat('ppv_timeTravel', [{ blocks: 514 }]);
    connection = new web3.Connection(ledger.rpc, 'confirmed');
    await assert.rejects(use, /address table account/);
    await web3.sendAndConfirmTransaction(connection, new Transaction().add(closing), [payer]);
    assert.equal(await connection.getAccountInfo(table), null);
});

test('a client keeps going over a restart of the ledger', async () => {
    const to = Keypair.generate().publicKey;
    const before = await signed(transfer(to, 3_000_000));
    const signature = await connection.sendRawTransaction(before);
    await ledger.restart();
    assert.equal(await connection.getBalance(to, 'processed'), 3_000_000);
    const again = await call(ledger.rpc, 'sendTransaction', [before.toString('base64'), { encoding: 'base64' }]);
    assert.equal(again.error?.data.err, 'AlreadyProcessed');
    await until(async () => {
        const status = (await connection.getSignatureStatus(signature, { searchTransactionHistory: true })).value;
        return status?.confirmationStatus === 'finalized';
    }, 'finality after the restart');
    await web3.sendAndConfirmTransaction(connection, transfer(to, 1_000_000), [payer]);
    assert.equal(await connection.getBalance(to), 4_000_000);
});
