using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Credentials;
using HtmxFlows.Tests.Files;
using HtmxFlows.Tests.Runs;
using HtmxFlows.Tests.Store;
using HtmxFlows.Tests.Workflows;

namespace HtmxFlows.Tests.Data;

// Every contract, over SQLite.

public sealed class SqliteSeamTests() : DatabaseContract(new SqliteTestDatabase());

public sealed class SqliteStoreEntriesTests() : StoreEntriesContract(new SqliteTestDatabase());

public sealed class SqliteFileStoreTests() : FileStoreContract(new SqliteTestDatabase());

public sealed class SqliteWorkflowStoreTests() : WorkflowStoreContract(new SqliteTestDatabase());

public sealed class SqliteWorkflowPlansTests() : WorkflowPlansContract(new SqliteTestDatabase());

public sealed class SqliteWorkflowCheckTests() : WorkflowCheckContract(new SqliteTestDatabase());

public sealed class SqliteWorkflowDeletionTests() : WorkflowDeletionContract(new SqliteTestDatabase());

public sealed class SqliteDraftStoreTests() : DraftStoreContract(new SqliteTestDatabase());

public sealed class SqliteDraftEditorTests() : DraftEditorContract(new SqliteTestDatabase());

public sealed class SqliteDraftPublicationTests() : DraftPublicationContract(new SqliteTestDatabase());

public sealed class SqliteDraftProblemsTests() : DraftProblemsContract(new SqliteTestDatabase());

public sealed class SqliteJournalTests() : JournalContract(new SqliteTestDatabase());

public sealed class SqliteRunStoreTests() : RunStoreContract(new SqliteTestDatabase());

public sealed class SqliteRunSearchTests() : RunSearchContract(new SqliteTestDatabase());

public sealed class SqliteOpenQuestionsTests() : OpenQuestionsContract(new SqliteTestDatabase());

public sealed class SqliteRunDeletionTests() : RunDeletionContract(new SqliteTestDatabase());

public sealed class SqliteRunRecoveryTests() : RunRecoveryContract(new SqliteTestDatabase());

public sealed class SqliteApprovalAddressesTests() : ApprovalAddressesContract(new SqliteTestDatabase());

public sealed class SqliteUsersTests() : UsersContract(new SqliteTestDatabase());

public sealed class SqliteSessionsTests() : SessionsContract(new SqliteTestDatabase());

public sealed class SqliteAuditLogTests() : AuditLogContract(new SqliteTestDatabase());

public sealed class SqliteInvitationsTests() : InvitationsContract(new SqliteTestDatabase());

public sealed class SqliteWorkflowPeopleTests() : WorkflowPeopleContract(new SqliteTestDatabase());

public sealed class SqliteApiTokensTests() : ApiTokensContract(new SqliteTestDatabase());

public sealed class SqliteSecondFactorsTests() : SecondFactorsContract(new SqliteTestDatabase());

public sealed class SqliteCredentialStoreTests() : CredentialStoreContract(new SqliteTestDatabase());

public sealed class SqliteSecretUsesTests() : SecretUsesContract(new SqliteTestDatabase());
