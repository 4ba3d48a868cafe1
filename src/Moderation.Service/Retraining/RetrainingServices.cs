using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Moderation.Store;

namespace Moderation.Service.Retraining;

/// <summary>The role <c>retraining</c>.</summary>
internal static class RetrainingServices
{
    public static void AddRetraining(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<RetrainingOptions>, RetrainingOptionsValidator>();
        services.AddOptions<RetrainingOptions>().Bind(builder.Configuration.GetSection(RetrainingOptions.Section)).ValidateOnStart();
        var options = builder.Configuration.GetSection(RetrainingOptions.Section).Get<RetrainingOptions>() ?? new RetrainingOptions();
        if (options.Enabled)
        {
            services.AddHostedService(provider => new RetrainingWorker(
                provider.GetRequiredService<IDbContextFactory<ModerationDb>>(), options, new RetrainingProcess(provider.GetRequiredService<IConfiguration>()).RunAsync,
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RetrainingWorker>>()));
        }
    }
}
