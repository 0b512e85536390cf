import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, load, startLedger } from './ledger.mjs';

const web3 = load('@solana/web3.js');
const spl = load('@solana/spl-token');
const kit = load('@solana/kit');
const kitToken = load('@solana-program/token');

let ledger;
let connection;
let payer;

before(async () => {
    ledger = await startLedger(40);
    connection = new web3.Connection(ledger.rpc, { commitment: 'confirmed', wsEndpoint: ledger.ws });
    payer = web3.Keypair.generate();
    const signature = await connection.requestAirdrop(payer.publicKey, 1_000_000_000_000);
    await connection.confirmTransaction({ signature, ...(await connection.getLatestBlockhash()) });
});
after(async () => ledger.stop());

const send = (instructions, signers = []) =>
    web3.sendAndConfirmTransaction(connection, new web3.Transaction().add(...instructions), [payer, ...signers]);

/// A mint of six decimals and accounts of two people, 1 000 000 in the first.
async function market(program = spl.TOKEN_PROGRAM_ID) {
    const [alice, bob] = [web3.Keypair.generate(), web3.Keypair.generate()];
    const mint = await spl.createMint(connection, payer, payer.publicKey, payer.publicKey, 6, undefined, undefined, program);
    const accountOf = async (owner) =>
        (await spl.getOrCreateAssociatedTokenAccount(
            connection, payer, mint, owner.publicKey, false, 'confirmed', undefined, program)).address;
    const [from, to] = [await accountOf(alice), await accountOf(bob)];
    await spl.mintTo(connection, payer, mint, from, payer, 1_000_000n, [], undefined, program);
    return { alice, bob, mint, from, to, program };
}

async function customErrorOf(promise) {
    try {
        await promise;
    } catch (error) {
        const text = String(error.transactionMessage ?? error.message);
        const found = /custom program error: 0x([0-9a-f]+)/.exec(text);
        return found ? parseInt(found[1], 16) : text;
    }
    return null;
}

for (const program of [spl.TOKEN_PROGRAM_ID, spl.TOKEN_2022_PROGRAM_ID]) {
    const name = program === spl.TOKEN_PROGRAM_ID ? 'SPL Token' : 'Token-2022';

    test(`${name}: tokens are minted, moved, lent, burnt and their accounts closed`, async () => {
        const { alice, bob, mint, from, to } = await market(program);
        await spl.transferChecked(connection, payer, from, mint, to, alice, 250_000n, 6, [], undefined, program);
        await spl.approve(connection, payer, from, bob.publicKey, alice, 1_000n, [], undefined, program);
        assert.equal((await spl.getAccount(connection, from, 'confirmed', program)).delegatedAmount, 1_000n);
        await spl.transfer(connection, payer, from, to, bob, 1_000n, [], undefined, program);
        await spl.burn(connection, payer, from, mint, alice, 749_000n, [], undefined, program);
        await spl.closeAccount(connection, payer, from, payer.publicKey, alice, [], undefined, program);
        assert.equal(await connection.getAccountInfo(from), null);
        assert.equal((await spl.getAccount(connection, to, 'confirmed', program)).amount, 251_000n);
        assert.equal((await spl.getMint(connection, mint, 'confirmed', program)).supply, 251_000n);
    });

    test(`${name}: what is wrong fails with the program's own code`, async () => {
        const { alice, bob, mint, from, to } = await market(program);
        const transfer = (owner, amount) =>
            spl.transfer(connection, payer, from, to, owner, amount, [], undefined, program);
        assert.equal(await customErrorOf(transfer(alice, 2_000_000n)), 1);
        assert.equal(await customErrorOf(transfer(bob, 1n)), 4);
        assert.equal(await customErrorOf(
            spl.transferChecked(connection, payer, from, mint, to, alice, 1n, 7, [], undefined, program)), 18);
        assert.equal(await customErrorOf(
            spl.closeAccount(connection, payer, from, payer.publicKey, alice, [], undefined, program)), 11);
        await spl.freezeAccount(connection, payer, from, mint, payer, [], undefined, program);
        assert.equal(await customErrorOf(transfer(alice, 1n)), 17);
        await spl.thawAccount(connection, payer, from, mint, payer, [], undefined, program);
        await transfer(alice, 1n);
    });

    test(`${name}: two of three sign for a multisig`, async () => {
        const signers = [web3.Keypair.generate(), web3.Keypair.generate(), web3.Keypair.generate()];
        const multisig = await spl.createMultisig(
            connection, payer, signers.map((one) => one.publicKey), 2, undefined, undefined, program);
        const { mint, to } = await market(program);
        await spl.setAuthority(connection, payer, mint, payer, spl.AuthorityType.MintTokens, multisig, [], undefined, program);
        const mintTo = (by) => spl.mintTo(connection, payer, mint, to, multisig, 5n, by, undefined, program);
        assert.match(await customErrorOf(mintTo(signers.slice(0, 1))), /missing required signature/);
        await mintTo(signers.slice(1));
        assert.equal((await spl.getAccount(connection, to, 'confirmed', program)).amount, 5n);
        const { value } = await connection.getParsedAccountInfo(multisig);
        assert.equal(value.data.parsed.type, 'multisig');
        assert.deepEqual(value.data.parsed.info.signers, signers.map((one) => one.publicKey.toBase58()));
    });
}

test('wrapped lamports come and go', async () => {
    const wrapped = await spl.createWrappedNativeAccount(connection, payer, payer.publicKey, 5_000_000);
    assert.equal((await spl.getAccount(connection, wrapped)).amount, 5_000_000n);
    await send([
        web3.SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: wrapped, lamports: 7 }),
        spl.createSyncNativeInstruction(wrapped)]);
    const { value } = await connection.getParsedAccountInfo(wrapped);
    assert.equal(value.data.parsed.info.tokenAmount.uiAmountString, '0.005000007');
    assert.equal(value.data.parsed.info.isNative, true);
    const before = await connection.getBalance(payer.publicKey);
    await spl.closeAccount(connection, payer, wrapped, payer.publicKey, payer);
    assert.equal(await connection.getBalance(payer.publicKey) - before, 5_000_007 + 2_039_280 - 5_000);
});

test('token methods answer as a cluster', async () => {
    const { alice, bob, mint, from, to } = await market();
    await spl.transfer(connection, payer, from, to, alice, 300_000n);
    const balance = await connection.getTokenAccountBalance(from);
    assert.deepEqual(balance.value, { amount: '700000', decimals: 6, uiAmount: 0.7, uiAmountString: '0.7' });
    assert.equal((await connection.getTokenSupply(mint)).value.uiAmountString, '1');
    const largest = (await connection.getTokenLargestAccounts(mint)).value;
    assert.deepEqual(largest.map((one) => [one.address.toBase58(), one.amount]),
        [[from.toBase58(), '700000'], [to.toBase58(), '300000']]);
    const owned = await connection.getParsedTokenAccountsByOwner(alice.publicKey, { programId: spl.TOKEN_PROGRAM_ID });
    assert.deepEqual(owned.value.map((one) => one.pubkey.toBase58()), [from.toBase58()]);
    assert.equal(owned.value[0].account.data.parsed.info.tokenAmount.uiAmount, 0.7);
    assert.equal((await connection.getTokenAccountsByOwner(bob.publicKey, { mint })).value.length, 1);
    await spl.approve(connection, payer, from, bob.publicKey, alice, 10n);
    const lent = await call(ledger.rpc, 'getTokenAccountsByDelegate',
        [bob.publicKey.toBase58(), { mint: mint.toBase58() }, { encoding: 'jsonParsed', commitment: 'confirmed' }]);
    assert.equal(lent.result.value[0].account.data.parsed.info.delegatedAmount.amount, '10');
    const wrong = async (method, params) => (await call(ledger.rpc, method, params)).error;
    const confirmed = { commitment: 'confirmed' };
    assert.deepEqual(await wrong('getTokenAccountBalance', [mint.toBase58(), confirmed]),
        { code: -32602, message: 'Invalid param: not a Token account' });
    assert.deepEqual(await wrong('getTokenSupply', [bob.publicKey.toBase58(), confirmed]),
        { code: -32602, message: 'Invalid param: could not find account' });
    assert.deepEqual(await wrong('getTokenAccountsByOwner',
        [bob.publicKey.toBase58(), { programId: web3.SystemProgram.programId.toBase58() }, confirmed]),
        { code: -32602, message: 'Invalid param: unrecognized Token program id' });
});

test('a parsed transaction names what it did and what it moved', async () => {
    const { alice, mint, from, to } = await market();
    const signature = await send([spl.createTransferCheckedInstruction(from, mint, to, alice.publicKey, 250_000n, 6)], [alice]);
    const parsed = await connection.getParsedTransaction(signature, { maxSupportedTransactionVersion: 0 });
    const [instruction] = parsed.transaction.message.instructions;
    assert.equal(instruction.program, 'spl-token');
    assert.equal(instruction.parsed.type, 'transferChecked');
    assert.deepEqual(instruction.parsed.info, {
        source: from.toBase58(), mint: mint.toBase58(), destination: to.toBase58(), authority: alice.publicKey.toBase58(),
        tokenAmount: { amount: '250000', decimals: 6, uiAmount: 0.25, uiAmountString: '0.25' },
    });
    const of = (list, account) => list.find((one) =>
        parsed.transaction.message.accountKeys[one.accountIndex].pubkey.equals(account)).uiTokenAmount.amount;
    assert.equal(of(parsed.meta.preTokenBalances, from), '1000000');
    assert.equal(of(parsed.meta.postTokenBalances, from), '750000');
    assert.equal(of(parsed.meta.preTokenBalances, to), '0');
    assert.equal(of(parsed.meta.postTokenBalances, to), '250000');
});

test('an associated account is made by inner calls that can be read', async () => {
    const { mint } = await market();
    const owner = web3.Keypair.generate().publicKey;
    const account = spl.getAssociatedTokenAddressSync(mint, owner);
    const signature = await send([
        spl.createAssociatedTokenAccountIdempotentInstruction(payer.publicKey, account, owner, mint)]);
    const parsed = await connection.getParsedTransaction(signature, { maxSupportedTransactionVersion: 0 });
    assert.equal(parsed.transaction.message.instructions[0].parsed.type, 'createIdempotent');
    assert.deepEqual(parsed.meta.innerInstructions[0].instructions.map((one) => one.parsed.type),
        ['getAccountDataSize', 'createAccount', 'initializeImmutableOwner', 'initializeAccount3']);
});

test('Token-2022 mints with extensions are made, kept and shown', async () => {
    const program = spl.TOKEN_2022_PROGRAM_ID;
    const mint = web3.Keypair.generate();
    const types = [spl.ExtensionType.TransferFeeConfig, spl.ExtensionType.MintCloseAuthority,
        spl.ExtensionType.PermanentDelegate, spl.ExtensionType.DefaultAccountState, spl.ExtensionType.TransferHook,
        spl.ExtensionType.MetadataPointer];
    const size = spl.getMintLen(types);
    const me = payer.publicKey;
    await send([
        web3.SystemProgram.createAccount({ fromPubkey: me, newAccountPubkey: mint.publicKey, space: size,
            lamports: await connection.getMinimumBalanceForRentExemption(size) + 5_000_000, programId: program }),
        spl.createInitializeTransferFeeConfigInstruction(mint.publicKey, me, me, 100, 5_000n, program),
        spl.createInitializeMintCloseAuthorityInstruction(mint.publicKey, me, program),
        spl.createInitializePermanentDelegateInstruction(mint.publicKey, me, program),
        spl.createInitializeDefaultAccountStateInstruction(mint.publicKey, spl.AccountState.Initialized, program),
        spl.createInitializeTransferHookInstruction(mint.publicKey, me, web3.PublicKey.default, program),
        spl.createInitializeMetadataPointerInstruction(mint.publicKey, me, mint.publicKey, program),
        spl.createInitializeMintInstruction(mint.publicKey, 2, me, me, program)], [mint]);
    await spl.tokenMetadataInitialize(connection, payer, mint.publicKey, me, payer, 'Grid', 'GRX', 'https://grid.example');
    const metadata = await spl.getTokenMetadata(connection, mint.publicKey);
    assert.deepEqual([metadata.name, metadata.symbol], ['Grid', 'GRX']);
    const state = await spl.getMint(connection, mint.publicKey, 'confirmed', program);
    assert.equal(spl.getTransferFeeConfig(state).newerTransferFee.transferFeeBasisPoints, 100);
    assert.equal(spl.getPermanentDelegate(state).delegate.toBase58(), me.toBase58());

    const { value } = await connection.getParsedAccountInfo(mint.publicKey);
    assert.equal(value.data.program, 'spl-token-2022');
    assert.deepEqual(value.data.parsed.info.extensions.map((one) => one.extension).sort(),
        ['defaultAccountState', 'metadataPointer', 'mintCloseAuthority', 'permanentDelegate', 'tokenMetadata',
            'transferFeeConfig', 'transferHook']);

    const accountOf = async (owner) => (await spl.getOrCreateAssociatedTokenAccount(
        connection, payer, mint.publicKey, owner, false, 'confirmed', undefined, program)).address;
    const [from, to] = [await accountOf(me), await accountOf(web3.Keypair.generate().publicKey)];
    await spl.mintTo(connection, payer, mint.publicKey, from, payer, 10_000n, [], undefined, program);
    await spl.transferCheckedWithFee(connection, payer, from, mint.publicKey, to, payer, 1_000n, 2, 10n, [], undefined, program);
    const received = await spl.getAccount(connection, to, 'confirmed', program);
    assert.equal(received.amount, 990n);
    assert.equal(spl.getTransferFeeAmount(received).withheldAmount, 10n);
    await spl.withdrawWithheldTokensFromAccounts(
        connection, payer, mint.publicKey, from, payer, [], [to], undefined, program);
    assert.equal((await spl.getAccount(connection, from, 'confirmed', program)).amount, 9_010n);
});

test('an extension that the ledger does not have is refused in so many words', async () => {
    const program = spl.TOKEN_2022_PROGRAM_ID;
    const mint = web3.Keypair.generate();
    const size = spl.getMintLen([spl.ExtensionType.InterestBearingConfig]);
    const transaction = new web3.Transaction().add(
        web3.SystemProgram.createAccount({ fromPubkey: payer.publicKey, newAccountPubkey: mint.publicKey, space: size,
            lamports: await connection.getMinimumBalanceForRentExemption(size), programId: program }),
        spl.createInitializeInterestBearingMintInstruction(mint.publicKey, payer.publicKey, 5, program));
    await assert.rejects(web3.sendAndConfirmTransaction(connection, transaction, [payer, mint]), (error) => {
        assert.match(error.message, /custom program error: 0xc/);
        assert.ok(error.logs.includes('Program log: Error: this ledger does not have this extension of Token-2022'));
        return true;
    });
});

test('kit reads what spl-token wrote', async () => {
    const { mint, from } = await market();
    const rpc = kit.createSolanaRpc(ledger.rpc);
    const account = await kitToken.fetchToken(rpc, kit.address(from.toBase58()), { commitment: 'confirmed' });
    assert.equal(account.data.amount, 1_000_000n);
    assert.equal(account.data.mint, mint.toBase58());
    const found = await kitToken.fetchMint(rpc, kit.address(mint.toBase58()), { commitment: 'confirmed' });
    assert.equal(found.data.supply, 1_000_000n);
});
