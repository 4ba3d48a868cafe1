namespace Moderation.Service.Owners;

/// <summary>The owners' pages, beside the review desk: keys, webhooks and policy of each site, the people, and the models.</summary>
internal static class OwnerPages
{
    public static void AddOwners(this IServiceCollection services) => services.AddSingleton<OwnerDesk>().AddSingleton<PeopleDesk>();
}
