@{
    ExcludeRules = @(
        # Tests use secrets that are public, and assign what only Pester's other blocks read.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
        'PSUseDeclaredVarsMoreThanAssignments'
        # Tests prepare sessions as their users have them, with variables of their own.
        'PSAvoidGlobalVars'
        # Functions of tests and of the build change nothing that a user would want to be asked about.
        'PSUseShouldProcessForStateChangingFunctions'
        # PowerShell 7 and Windows PowerShell 5.1 both read UTF-8 without a mark where no string needs it.
        'PSUseBOMForUnicodeEncodedFile'
        # A program's arguments go by position, and Pester's blocks see parameters that the analyzer does not.
        'PSAvoidUsingPositionalParameters'
        'PSReviewUnusedParameter'
        'PSUseSingularNouns'
    )
}
