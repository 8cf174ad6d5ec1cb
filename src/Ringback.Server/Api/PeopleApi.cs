using Ringback.Protocol.Records;
using Ringback.Server.Http;
using Ringback.Server.OpenApi;

namespace Ringback.Server.Api;

/// <summary>Who am I: <c>GET /v1/people/me</c>, with which both Webex bot frameworks begin.</summary>
internal static class PeopleApi
{
    /// <summary>Maps the route under a prefix.</summary>
    public static RouteGroupBuilder MapPeople(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/people").WithTags("People");
        group.MapGet("/me", Me)
            .Describe("getMyOwnDetails", "Get my own details",
                "Shows who the token speaks for.")
            .Answers<Person>()
            .Fails(401);
        return group;
    }

    private static JsonAnswer<Person> Me(Caller caller) => new JsonAnswer<Person>(
        new Person
        {
            Id = caller.Principal.PersonId,
            Emails = caller.Principal.Emails,
            DisplayName = caller.Principal.DisplayName,
            OrgId = caller.Principal.OrgId,
            Created = caller.Principal.Created,
            Type = caller.Principal.IsBot ? "bot" : "person",
        });
}
