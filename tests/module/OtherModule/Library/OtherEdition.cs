namespace Polly;

public static class OtherEdition
{
    public static string Text => "works";
}
