// The distribution: who may see what, how long it is kept, and the default avatar where there is none.
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AllowedMethods, CachePolicy, Distribution, HttpVersion, ResponseHeadersPolicy, SecurityPolicyProtocol, ViewerProtocolPolicy, type BehaviorOptions } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AaaaRecord, ARecord, HostedZone, RecordTarget, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Artefacts } from './artefacts.js';
import type { Config, Domain } from './config/config.js';
import { accept } from './parts/accept.js';
import { Alarms } from './parts/alarms.js';
import { edgeRules, originResponse } from './parts/edge.js';

export interface CdnProps extends StackProps {
  readonly config: Config;
  readonly artefacts: Artefacts;
}

export class Cdn extends Stack {
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, { config, artefacts, ...props }: CdnProps) {
    super(scope, id, props);
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { zoneName: config.domain.name, hostedZoneId: config.domain.hostedZoneId });
    const { webAclArn } = config.domain;
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `Roundel ${config.stage}`,
      domainNames: [config.domain.assets],
      certificate: this.#certificate(config.domain, zone),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...this.#behaviors(config, artefacts),
      // what is not there yet may be there in a second: a page waits for its pointer
      errorResponses: [403, 404].map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(1) })),
      ...(webAclArn && { webAclId: webAclArn }),
    });
    accept(this.distribution, 'Avatars are shown wherever people are', 'AwsSolutions-CFR1');
    if (!webAclArn) accept(this.distribution, 'Every request is judged by the edge; WEB_ACL_ARN adds a web ACL for those who keep one', 'AwsSolutions-CFR2');
    accept(this.distribution, 'Who looked at whose face when is personal data that nobody has asked for; docs/deploy.md says how to keep it', 'AwsSolutions-CFR3');
    this.#name(config, zone);
    const { distribution } = this;
    const failed = distribution.metric5xxErrorRate({ period: Duration.minutes(1), region: this.region });
    new Alarms(this, 'Alarms', config).lasting('ServerErrors', failed, 1, 'one answer of a hundred is a 5xx: the edge or the bucket fails');
  }

  /**
   * First match counts. What names the newest avatar is asked for again every second, so that a new one is seen at once while
   * the bucket still answers mostly with 304; what is named by its content stays for as long as it says.
   */
  #behaviors(config: Config, artefacts: Artefacts): { defaultBehavior: BehaviorOptions; additionalBehaviors: Record<string, BehaviorOptions> } {
    const newest = this.#kept('Newest', Duration.seconds(1));
    const named = this.#kept('Named', Duration.days(365));
    const everybody = this.#headers('Public', config, false);
    const somebody = this.#headers('Private', config, true);
    const all = {
      origin: this.#origin(config),
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      compress: false, // pictures are; the pointer has a few hundred bytes
      ...edgeRules(this, config, artefacts, originResponse(this, config, artefacts)),
    };
    return {
      additionalBehaviors: {
        '/avatars/processed/*': { ...all, cachePolicy: newest, responseHeadersPolicy: everybody },
        '/avatars/*/current*': { ...all, cachePolicy: newest, responseHeadersPolicy: everybody },
        '/avatars/*': { ...all, cachePolicy: named, responseHeadersPolicy: everybody },
        '*/current*': { ...all, cachePolicy: newest, responseHeadersPolicy: somebody },
      },
      defaultBehavior: { ...all, cachePolicy: named, responseHeadersPolicy: somebody },
    };
  }

  /** By the path that the edge has made, and by nothing else; never longer than `longest`, whatever the object says. */
  #kept(id: string, longest: Duration): CachePolicy {
    return new CachePolicy(this, id, { minTtl: Duration.seconds(0), defaultTtl: Duration.seconds(0), maxTtl: longest });
  }

  #headers(id: string, config: Config, onlyForViewer: boolean): ResponseHeadersPolicy {
    const everyTime = { header: 'Cache-Control', value: 'private, no-cache', override: true };
    return new ResponseHeadersPolicy(this, id, {
      securityHeadersBehavior: {
        contentTypeOptions: { override: true },
        // a file that is opened by itself runs nothing and is in no origin of ours
        contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'; sandbox", override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
      },
      corsBehavior: {
        accessControlAllowOrigins: [...config.origins],
        accessControlAllowMethods: ['GET', 'HEAD'],
        accessControlAllowHeaders: ['authorization'],
        accessControlExposeHeaders: ['ETag'],
        accessControlAllowCredentials: onlyForViewer,
        accessControlMaxAge: Duration.seconds(600),
        originOverride: true,
      },
      // so that a token that has ended ends the picture, too
      ...(onlyForViewer && { customHeadersBehavior: { customHeaders: [everyTime] } }),
    });
  }

  /** By name: the bucket's policy names this distribution, so the storage stack comes after this one. */
  #origin({ buckets, region }: Config): S3BucketOrigin {
    const assets = Bucket.fromBucketAttributes(this, 'Assets', { bucketName: buckets.assets, region });
    return S3BucketOrigin.withOriginAccessControl(assets) as S3BucketOrigin;
  }

  #certificate({ assets, certificateArn }: Domain, zone: IHostedZone): ICertificate {
    if (certificateArn) return Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    return new Certificate(this, 'Certificate', { domainName: assets, validation: CertificateValidation.fromDns(zone) });
  }

  #name({ domain }: Config, zone: IHostedZone): void {
    const record = { zone, recordName: `${domain.assets}.`, target: RecordTarget.fromAlias(new CloudFrontTarget(this.distribution)) };
    new ARecord(this, 'Alias', record);
    new AaaaRecord(this, 'AliasIpv6', record);
    new CfnOutput(this, 'Address', { value: `https://${domain.assets}`, description: 'cdn of the page' });
    new CfnOutput(this, 'DistributionId', { value: this.distribution.distributionId });
  }
}
