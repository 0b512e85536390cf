import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, load, startLedger, until } from './ledger.mjs';

const web3 = load('@solana/web3.js');
const { Keypair, SystemProgram, Transaction, TransactionMessage, VersionedTransaction } = web3;

let ledger;
let connection;
let payer;

before(async () => {
    ledger = await startLedger();
    connection = new web3.Connection(ledger.rpc, 'confirmed');
    payer = Keypair.generate();
    await airdrop(payer.publicKey, 10_000_000_000);
});
after(async () => ledger.stop());

async function airdrop(to, lamports) {
    const signature = await connection.requestAirdrop(to, lamports);
    const latest = await connection.getLatestBlockhash();
    const result = await connection.confirmTransaction({ signature, ...latest }, 'confirmed');
    assert.equal(result.value.err, null);
}

const transfer = (to, lamports) =>
    new Transaction().add(SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: to, lamports }));

test('a transfer is sent and confirmed, and costs its fee', async () => {
    const to = Keypair.generate().publicKey;
    const balance = await connection.getBalance(payer.publicKey);
    const signature = await web3.sendAndConfirmTransaction(connection, transfer(to, 1_000_000), [payer]);
    assert.equal(await connection.getBalance(to), 1_000_000);
    assert.equal(await connection.getBalance(payer.publicKey), balance - 1_000_000 - 5_000);
    const status = (await connection.getSignatureStatuses([signature])).value[0];
    assert.equal(status.err, null);
    const found = await connection.getTransaction(signature, { maxSupportedTransactionVersion: 0 });
    assert.equal(found.meta.fee, 5000);
    assert.deepEqual(found.meta.logMessages, [
        'Program 11111111111111111111111111111111 invoke [1]',
        'Program 11111111111111111111111111111111 success',
    ]);
    const parsed = await connection.getParsedTransaction(signature);
    assert.equal(parsed.transaction.message.accountKeys.length, 3);
    const rows = await connection.getSignaturesForAddress(to);
    assert.equal(rows[0].signature, signature);
});

test('an account is created with exactly the rent it needs', async () => {
    const account = Keypair.generate();
    const lamports = await connection.getMinimumBalanceForRentExemption(100);
    assert.equal(lamports, 1_586_880);
    const create = SystemProgram.createAccount({
        fromPubkey: payer.publicKey, newAccountPubkey: account.publicKey, lamports, space: 100, programId: payer.publicKey,
    });
    await web3.sendAndConfirmTransaction(connection, new Transaction().add(create), [payer, account]);
    const info = await connection.getAccountInfo(account.publicKey);
    assert.equal(info.data.length, 100);
    assert.equal(info.owner.toBase58(), payer.publicKey.toBase58());
    const owned = await connection.getProgramAccounts(payer.publicKey, { filters: [{ dataSize: 100 }] });
    assert.deepEqual(owned.map((one) => one.pubkey.toBase58()), [account.publicKey.toBase58()]);
    const poor = Keypair.generate();
    const below = SystemProgram.createAccount({
        fromPubkey: payer.publicKey, newAccountPubkey: poor.publicKey, lamports: 1, space: 100, programId: payer.publicKey,
    });
    await assert.rejects(
        web3.sendAndConfirmTransaction(connection, new Transaction().add(below), [payer, poor]),
        /insufficient funds for rent/);
});

test('preflight tells why, with logs and code', async () => {
    const poor = Keypair.generate();
    await airdrop(poor.publicKey, 1_000_000_000);
    const tooMuch = new Transaction().add(
        SystemProgram.transfer({ fromPubkey: poor.publicKey, toPubkey: payer.publicKey, lamports: 2_000_000_000 }));
    await assert.rejects(web3.sendAndConfirmTransaction(connection, tooMuch, [poor]), (error) => {
        assert.match(error.message, /custom program error: 0x1/);
        assert.ok(error.logs.some((line) => line.startsWith('Transfer: insufficient lamports')));
        return true;
    });
    const wire = tooMuch.serialize().toString('base64');
    const { error } = await call(ledger.rpc, 'sendTransaction', [wire, { encoding: 'base64', preflightCommitment: 'confirmed' }]);
    assert.equal(error.code, -32002);
    assert.deepEqual(error.data.err, { InstructionError: [0, { Custom: 1 }] });
    assert.equal(error.data.unitsConsumed, 150);
});

test('a failed transaction that skipped preflight still pays and is kept', async () => {
    const poor = Keypair.generate();
    await airdrop(poor.publicKey, 1_000_000_000);
    const tooMuch = new Transaction().add(
        SystemProgram.transfer({ fromPubkey: poor.publicKey, toPubkey: payer.publicKey, lamports: 2_000_000_000 }));
    tooMuch.recentBlockhash = (await connection.getLatestBlockhash()).blockhash;
    tooMuch.sign(poor);
    const signature = await connection.sendRawTransaction(tooMuch.serialize(), { skipPreflight: true });
    const status = await until(
        async () => (await connection.getSignatureStatuses([signature])).value[0], 'the status');
    assert.deepEqual(status.err, { InstructionError: [0, { Custom: 1 }] });
    assert.equal(await connection.getBalance(poor.publicKey, 'processed'), 1_000_000_000 - 5_000);
});

test('the same transaction twice, a broken signature, an old blockhash', async () => {
    const send = (wire, config = {}) =>
        call(ledger.rpc, 'sendTransaction', [wire.toString('base64'),
            { encoding: 'base64', preflightCommitment: 'processed', ...config }]);
    const once = transfer(Keypair.generate().publicKey, 1_000_000);
    once.recentBlockhash = (await connection.getLatestBlockhash()).blockhash;
    once.sign(payer);
    assert.ok((await send(once.serialize())).result);
    const again = (await send(once.serialize())).error;
    assert.equal(again.code, -32002);
    assert.equal(again.data.err, 'AlreadyProcessed');
    const broken = Buffer.from(once.serialize());
    broken[10] ^= 1;
    assert.equal((await send(broken)).error.code, -32003);
    const old = transfer(Keypair.generate().publicKey, 1_000_000);
    old.recentBlockhash = Keypair.generate().publicKey.toBase58();
    old.sign(payer);
    assert.equal((await send(old.serialize())).error.data.err, 'BlockhashNotFound');
});

test('simulation shows logs, accounts and changes nothing', async () => {
    const to = Keypair.generate().publicKey;
    const { blockhash } = await connection.getLatestBlockhash();
    const message = new TransactionMessage({
        payerKey: payer.publicKey, recentBlockhash: blockhash,
        instructions: [SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: to, lamports: 5_000_000 })],
    }).compileToV0Message();
    const { value } = await connection.simulateTransaction(new VersionedTransaction(message), {
        replaceRecentBlockhash: true, accounts: { encoding: 'base64', addresses: [to.toBase58()] },
    });
    assert.equal(value.err, null);
    assert.equal(value.unitsConsumed, 150);
    assert.equal(value.accounts[0].lamports, 5_000_000);
    assert.equal(await connection.getBalance(to, 'processed'), 0);
});

test('subscriptions tell of accounts, logs, signatures, programs, slots and roots', async () => {
    const to = Keypair.generate().publicKey;
    const heard = { account: [], logs: [], program: 0, slots: 0, roots: 0 };
    const ids = [
        connection.onAccountChange(to, (info, context) => heard.account.push([info.lamports, context.slot]), 'confirmed'),
        connection.onLogs(to, (logs) => heard.logs.push(logs.signature), 'processed'),
        connection.onProgramAccountChange(SystemProgram.programId, () => heard.program++, 'finalized'),
        connection.onSlotChange(() => heard.slots++),
        connection.onRootChange(() => heard.roots++),
    ];
    await until(() => heard.slots > 0 && heard.roots > 0, 'slots and roots');
    const signature = await connection.sendTransaction(transfer(to, 2_000_000), [payer]);
    const told = await new Promise((resolve) => connection.onSignature(signature, resolve, 'finalized'));
    assert.equal(told.err, null);
    await until(() => heard.account.length && heard.logs.length && heard.program, 'the notifications');
    assert.equal(heard.account[0][0], 2_000_000);
    assert.deepEqual(heard.logs, [signature]);
    // Also when it is there already.
    assert.equal((await new Promise((resolve) => connection.onSignature(signature, resolve, 'confirmed'))).err, null);
    await connection.removeAccountChangeListener(ids[0]);
    await connection.removeOnLogsListener(ids[1]);
    await connection.removeProgramAccountChangeListener(ids[2]);
    await connection.removeSlotChangeListener(ids[3]);
    await connection.removeRootChangeListener(ids[4]);
});

test('a v0 transaction uses a lookup table', async () => {
    const slot = await connection.getSlot('finalized');
    const [create, table] = web3.AddressLookupTableProgram.createLookupTable({
        authority: payer.publicKey, payer: payer.publicKey, recentSlot: slot,
    });
    const targets = Array.from({ length: 20 }, () => Keypair.generate().publicKey);
    const extend = web3.AddressLookupTableProgram.extendLookupTable({
        lookupTable: table, authority: payer.publicKey, payer: payer.publicKey, addresses: targets,
    });
    await web3.sendAndConfirmTransaction(connection, new Transaction().add(create, extend), [payer]);
    const lookup = await until(async () => {
        const found = (await connection.getAddressLookupTable(table)).value;
        return found && (await connection.getSlot('confirmed')) > Number(found.state.lastExtendedSlot) && found;
    }, 'the table');
    assert.equal(lookup.state.addresses.length, 20);
    const { blockhash, lastValidBlockHeight } = await connection.getLatestBlockhash();
    const message = new TransactionMessage({
        payerKey: payer.publicKey, recentBlockhash: blockhash,
        instructions: [
            web3.ComputeBudgetProgram.setComputeUnitLimit({ units: 10_000 }),
            web3.ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1_000_000 }),
            ...targets.map((to) => SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: to, lamports: 1_000_000 })),
        ],
    }).compileToV0Message([lookup]);
    assert.equal(message.addressTableLookups.length, 1);
    const transaction = new VersionedTransaction(message);
    transaction.sign([payer]);
    const signature = await connection.sendTransaction(transaction);
    await connection.confirmTransaction({ signature, blockhash, lastValidBlockHeight });
    assert.equal(await connection.getBalance(targets[19]), 1_000_000);
    const found = await connection.getTransaction(signature, { maxSupportedTransactionVersion: 0 });
    assert.equal(found.meta.fee, 5_000 + 10_000);
    assert.equal(found.meta.loadedAddresses.writable.length, 20);
    assert.equal((await call(ledger.rpc, 'getTransaction', [signature, { commitment: 'confirmed' }])).error.code, -32015);
});

test('blocks and the chain can be looked at', async () => {
    const slot = await connection.getSlot('confirmed');
    const block = await connection.getBlock(slot, { maxSupportedTransactionVersion: 0 });
    assert.equal(block.parentSlot, slot - 1);
    assert.ok((await connection.getBlocks(slot - 3, slot)).length >= 3);
    assert.equal((await connection.getGenesisHash()).length > 40, true);
    assert.equal((await connection.getEpochInfo()).slotsInEpoch, 432_000);
    await connection.getSupply();
    await connection.getVoteAccounts();
    await connection.getClusterNodes();
    await connection.getVersion();
    assert.ok(await connection.getBlockTime(slot));
    const ahead = await call(ledger.rpc, 'getAccountInfo', [payer.publicKey.toBase58(), { minContextSlot: slot + 100_000 }]);
    assert.equal(ahead.error.code, -32016);
});
